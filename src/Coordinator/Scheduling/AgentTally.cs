using System.Collections.Immutable;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>How runs have failed on an agent since one last succeeded there.</summary>
/// <param name="FailingRuns">The runs.</param>
/// <param name="Failures">One run may have failed several times.</param>
/// <param name="CanaryFailures">Of these, in quarantine.</param>
internal sealed record AgentTally(ImmutableHashSet<RunId> FailingRuns, int Failures, int CanaryFailures, DateTimeOffset? LastFailureAt)
{
    public static readonly AgentTally None = new([], 0, 0, null);

    /// <param name="failure">A failed attempt.</param>
    public AgentTally After(EndedAttempt failure) => new(
        FailingRuns.Add(failure.Run), Failures + 1, CanaryFailures + (failure.InQuarantine ? 1 : 0), failure.At);
}
