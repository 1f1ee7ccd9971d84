using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Explaining;

/// <summary>What an entry of the journal is about, as far as it is about one of each.</summary>
/// <param name="Attempt">Counted from 1 for the run.</param>
internal sealed record EventSubject(
    string? Sweep = null, RunId? Run = null, LeaseId? Lease = null, string? Agent = null, int? Slot = null, int? Attempt = null)
{
    public string Place => Agent is null ? "an unknown slot" : FormattableString.Invariant($"slot {Slot} of agent {Agent}");

    /// <param name="state">Of the entry or of any later moment: who and where a lease was never changes.</param>
    public static EventSubject Of(JournalEvent e, CoordinatorState state) => e switch
    {
        SweepSubmitted submitted => new(submitted.Spec?.Name),
        SweepCancelled cancelled => new(cancelled.Sweep),
        SweepResumed resumed => new(resumed.Sweep),
        RunsRetried retried => new(retried.Sweep),
        AgentRegistered registered => new(Agent: registered.Agent),
        AgentQuarantined quarantined => new(Agent: quarantined.Agent),
        AgentReadmitted readmitted => new(Agent: readmitted.Agent),
        AgentCapacityLowered lowered => new(Agent: lowered.Agent),
        AgentPaused paused => new(Agent: paused.Agent),
        AgentDrained drained => new(Agent: drained.Agent),
        AgentResumed resumed => new(Agent: resumed.Agent),
        AgentRemoved removed => new(Agent: removed.Agent),
        LeaseGranted granted => new(granted.Sweep, granted.Run, granted.Lease, granted.Agent, granted.Slot, granted.Attempt),
        LeaseStarted started => Of(started.Run, started.Lease, state),
        EpochRecorded recorded => Of(recorded.Run, recorded.Lease, state),
        LeaseEnded ended => Of(ended.Run, ended.Lease, state),
        RunFailed failed => new(state.Run(failed.Run)?.Sweep.Name, failed.Run),
        _ => new(),
    };

    private static EventSubject Of(RunId run, LeaseId id, CoordinatorState state) => state.Lease(id) is { } lease
        ? new(lease.Run.Sweep.Name, run, id, lease.Agent, lease.Slot, lease.Attempt)
        : new(state.Run(run)?.Sweep.Name, run, id);
}
