using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>Facts about a sweep, run or agent come after the fact that introduced it.</summary>
internal static class ReferenceAudit
{
    public static IEnumerable<BrokenRule> Check(CoordinatorState before, JournalEvent e) => e switch
    {
        SweepCancelled cancelled => Sweep(before, cancelled.Sweep, "is cancelled"),
        SweepResumed resumed => Sweep(before, resumed.Sweep, "is resumed"),
        RunsRetried retried => Sweep(before, retried.Sweep, "is retried")
            .Concat(retried.Runs.Where(run => before.Run(run) is null)
                .Select(run => Orphaned($"Run {run} is retried, but no sweep has it."))),
        RunFailed failed when before.Run(failed.Run) is null => [Orphaned($"Run {failed.Run} is given up, but no sweep has it.")],
        AgentQuarantined quarantined => Agent(before, quarantined.Agent, "is quarantined"),
        AgentReadmitted readmitted => Agent(before, readmitted.Agent, "is readmitted"),
        AgentCapacityLowered lowered => Agent(before, lowered.Agent, "is given less capacity"),
        AgentPaused paused => Agent(before, paused.Agent, "is paused"),
        AgentDrained drained => Agent(before, drained.Agent, "is drained"),
        AgentResumed resumed => Agent(before, resumed.Agent, "is resumed"),
        _ => [],
    };

    private static BrokenRule[] Sweep(CoordinatorState before, string name, string what) =>
        before.Sweep(name) is null ? [Orphaned($"Sweep {name} {what}, but was never submitted.")] : [];

    private static BrokenRule[] Agent(CoordinatorState before, string name, string what) =>
        before.Agent(name) is null ? [Orphaned($"Agent {name} {what}, but never registered.")] : [];

    private static BrokenRule Orphaned(string problem) => new(FindingKind.OrphanedFact, problem);
}
