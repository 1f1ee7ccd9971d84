using System.Text.Json.Serialization;

namespace Sweep.Coordinator.Homes;

/// <summary>The answer of <c>GET /health</c>.</summary>
/// <param name="Status"><c>ok</c> or <c>busy</c>.</param>
/// <param name="Instance">Differs with every start of a coordinator; tells a live one from another that has taken its port.</param>
/// <param name="Proof">See <see cref="HealthProof"/>; null where nobody asked for it.</param>
internal sealed record HealthAnswer(
    string Status, string Instance, string Program,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Proof = null);
