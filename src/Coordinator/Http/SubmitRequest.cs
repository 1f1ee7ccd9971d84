using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Http;

/// <summary>The body of <c>POST /api/sweeps</c>.</summary>
/// <param name="Source">The sweep file's own text.</param>
/// <param name="Confirm">
/// Whether trials with results may leave the grid. False: status 409 with the question, and nothing is done; absent: they may, as for
/// programs that know nothing of the question.
/// </param>
internal sealed record SubmitRequest(SweepSpec Spec, string Source, bool? Confirm = null);

/// <summary>The answer of <c>POST /api/sweeps/{name}/retry</c>.</summary>
internal sealed record RetryAnswer(int Trials);

/// <summary>The body of <c>POST /api/agents/{name}/pause</c> and <c>drain</c>.</summary>
/// <param name="Reason">A person's own words, shown with the agent.</param>
internal sealed record HoldRequest(string? Reason);

/// <summary>The answer of <c>POST /api/drain</c>; false means that runs are still at work on their epoch: ask again.</summary>
internal sealed record DrainAnswer(bool Drained);
