using System.Text.Json.Serialization;

namespace Sweep.Coordinator.Homes;

/// <summary>The answer of <c>GET /health</c>: to those without a credential the status and nothing else.</summary>
/// <param name="Status"><c>ok</c> or <c>busy</c>; a stranger is told <c>ok</c> or <c>down</c>.</param>
/// <param name="Instance">Differs with every start of a coordinator; tells a live one from another that has taken its port.</param>
/// <param name="Proof">See <see cref="HealthProof"/>; null where nobody asked for it.</param>
internal sealed record HealthAnswer(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Instance = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Program = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Proof = null);
