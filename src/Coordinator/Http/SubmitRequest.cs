using System.Text.Json.Serialization;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Http;

/// <summary>The body of <c>POST /api/sweeps</c>.</summary>
/// <param name="Source">The sweep file's own text.</param>
/// <param name="Confirm">
/// Whether trials with results may leave the grid. False: status 409 with the question, and nothing is done; absent: they may, as for
/// programs that know nothing of the question.
/// </param>
internal sealed record SubmitRequest(SweepSpec Spec, string Source, bool? Confirm = null);

/// <summary>The body of <c>POST /api/preview</c>, which is answered as the submission would be and does nothing.</summary>
internal sealed record PreviewRequest(SweepSpec Spec);

/// <summary>The answer of <c>POST /api/sweeps/{name}/retry</c>.</summary>
internal sealed record RetryAnswer(int Trials);

/// <summary>The answer of <c>POST /api/drain</c>; false means that runs are still at work on their epoch: ask again.</summary>
internal sealed record DrainAnswer(bool Drained);

/// <summary>The answer of <c>GET /health</c>.</summary>
/// <param name="Status"><c>ok</c> or <c>busy</c>.</param>
/// <param name="Instance">Differs with every start of a coordinator; tells a live one from another that has taken its port.</param>
/// <param name="Proof">See <see cref="HealthProof"/>; null where nobody asked for it.</param>
internal sealed record HealthAnswer(string Status, string Instance, string Program, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Proof = null);
