using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sweep.Reporting.Answers;

/// <summary>The answer of <c>status --json</c>. The JSON names and their order are a contract.</summary>
internal sealed record ShownStatus(
    bool Live, ImmutableArray<ShownSweep> Sweeps, ImmutableArray<RunningView> Running, ImmutableArray<AgentView> Agents,
    ImmutableArray<ShownTrial> Recent, DateTimeOffset At, ForecastView? Forecast, ThroughputView? Throughput,
    ImmutableArray<FailureView> Failures,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Findings)
{
    public static ShownStatus Of(StatusView status) => new(
        status.Live, [.. status.Sweeps.Select(ShownSweep.Of)], status.Running, status.Agents,
        [.. status.Recent.Select(ShownTrial.Of)], status.At, status.Forecast, status.Throughput, status.Failures, status.Findings);
}
