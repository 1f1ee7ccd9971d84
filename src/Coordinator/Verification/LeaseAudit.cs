using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>Lease numbers rise; a run and a slot have one lease at a time; what begins or ends was granted, and does so once.</summary>
internal static class LeaseAudit
{
    public static IEnumerable<BrokenRule> Check(CoordinatorState before, LeaseGranted e)
    {
        if (e.Lease.Number <= before.LastLease.Number)
            yield return Inconsistent($"Lease {e.Lease} is granted after lease {before.LastLease}: numbers must rise.");
        if (before.Agent(e.Agent) is not { } agent)
            yield return Orphaned($"Lease {e.Lease} is granted to agent {e.Agent}, which never registered.");
        else if ((e.Ahead ? agent.Ahead : agent.Leases).TryGetValue(e.Slot, out var held))
            yield return Inconsistent(FormattableString.Invariant(
                $"Lease {e.Lease} is granted for slot {e.Slot} of agent {e.Agent}, which has lease {held.Id}."));
        if (before.Run(e.Run) is not { } run || run.Sweep.Name != e.Sweep)
            yield return Orphaned($"Lease {e.Lease} is granted for run {e.Run}, which sweep {e.Sweep} does not have.");
        else if (run.CurrentLease is { } current && !(e.Second && run.SecondLease is null && current.Agent != e.Agent))
            yield return Inconsistent($"Lease {e.Lease} is granted for run {e.Run} while lease {current.Id} is active.");
        else if (e.FromEpoch > run.Curve.Count)
            yield return Inconsistent(FormattableString.Invariant(
                $"Lease {e.Lease} continues run {e.Run} after epoch {e.FromEpoch}, but {run.Curve.Count} are recorded."));
    }

    public static IEnumerable<BrokenRule> Check(CoordinatorState before, LeaseStarted e) =>
        Known(before, e.Lease, e.Run, "begins") is { } unknown ? [unknown]
        : before.Lease(e.Lease)!.Provenance is not null ? [Repeated($"Lease {e.Lease} begins again.")]
        : [];

    public static IEnumerable<BrokenRule> Check(CoordinatorState before, LeaseEnded e) =>
        Known(before, e.Lease, e.Run, "ends") is { } unknown ? [unknown]
        : !before.Lease(e.Lease)!.Active ? [Repeated($"Lease {e.Lease} ends again.")]
        : [];

    private static BrokenRule? Known(CoordinatorState before, LeaseId id, RunId run, string what) => before.Lease(id) switch
    {
        null => Orphaned($"Lease {id} {what}, but was never granted."),
        { } lease when lease.Run.Id != run => Orphaned($"Lease {id} {what} for run {run}, but was granted for run {lease.Run.Id}."),
        _ => null,
    };

    private static BrokenRule Orphaned(string problem) => new(FindingKind.OrphanedFact, problem);
    private static BrokenRule Repeated(string problem) => new(FindingKind.RepeatedFact, problem);
    private static BrokenRule Inconsistent(string problem) => new(FindingKind.LeaseInconsistent, problem);
}
