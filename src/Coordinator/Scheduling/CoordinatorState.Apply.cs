using Sweep.Coordinator.Journal;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class CoordinatorState
{
    /// <summary>Takes one fact. Total: no fact is refused, one about nothing known is counted in <see cref="Orphans"/>.</summary>
    public void Apply(JournalEvent e)
    {
        Sequence++;
        switch (e)
        {
            case SweepSubmitted submitted: On(submitted); break;
            case SweepCancelled cancelled: Cancel(cancelled.Sweep, true, cancelled.By); break;
            case SweepResumed resumed: Cancel(resumed.Sweep, false, null); break;
            case RunsRetried retried: On(retried); break;
            case AgentRegistered registered: On(registered); break;
            case AgentQuarantined quarantined: AgentNamed(quarantined.Agent).Quarantine = quarantined.Reason; break;
            case AgentReadmitted readmitted: AgentNamed(readmitted.Agent).Quarantine = null; break;
            case AgentCapacityLowered lowered: AgentNamed(lowered.Agent).Capacity = lowered.Slots; break;
            case AgentPaused paused: AgentNamed(paused.Agent).Hold = new(AgentHold.Paused, paused.Reason) { By = paused.By }; break;
            case AgentDrained drained: AgentNamed(drained.Agent).Hold = new(AgentHold.Drained, drained.Reason) { By = drained.By }; break;
            case AgentResumed resumed: AgentNamed(resumed.Agent).Hold = null; break;
            case AgentRemoved removed when Agent(removed.Agent) is { } agent: agent.RemovedBy = removed.By; break;
            case LeaseGranted granted: On(granted); break;
            case LeaseStarted started: On(started); break;
            case EpochRecorded recorded: On(recorded); break;
            case LeaseEnded ended: On(ended); break;
            case RunFailed failed: On(failed); break;
        }
    }

    private void On(SweepSubmitted e)
    {
        var why = "";
        var plan = latestPlan is { } known && ReferenceEquals(known.Spec, e.Spec) ? known : SweepPlan.Of(e.Spec, out why);
        if (plan is null)
        {
            leftOut.Add(new(Sequence, $"The submission of sweep '{Texts.Plain(e.Spec?.Name ?? "")}'", why));
            return;
        }
        latestPlan = plan;
        if (!sweepsByName.TryGetValue(e.Spec.Name, out var sweep))
        {
            sweepsByName.Add(e.Spec.Name, sweep = new(e.Spec.Name));
            sweeps.Add(sweep);
        }
        sweep.Follow(plan, e.Source ?? "", e.At);
        foreach (var run in sweep.Runs)
            runs[run.Id] = run;
    }

    private void Cancel(string name, bool cancelled, string? by)
    {
        if (Sweep(name) is { } sweep)
            (sweep.Cancelled, sweep.CancelledBy) = (cancelled, by);
        else
            Orphans++;
    }

    private void On(RunsRetried e)
    {
        foreach (var id in e.Runs)
        {
            if (RunNamed(id) is not { } run)
                continue;
            run.TryAfresh();
            run.Sweep.Waiting.Update(run);
        }
    }

    private void On(AgentRegistered e)
    {
        var agent = AgentNamed(e.Agent);
        if (agent.Incarnation != e.Incarnation)
            agent.Capacity = null;
        agent.RemovedBy = null;
        agent.Incarnation = e.Incarnation;
        agent.Host = e.Host;
        agent.Program = e.Program;
        agent.Slots = e.Slots;
        agent.RegisteredAt = e.At;
        agent.Home = e.Home ?? agent.Home;
        foreach (var adopted in agent.Leases.Values)
            adopted.Incarnation = e.Incarnation;
    }

    private void On(LeaseGranted e)
    {
        if (e.Lease.Number > LastLease.Number)
            LastLease = e.Lease;
        if (RunNamed(e.Run) is not { } run)
            return;
        var agent = AgentNamed(e.Agent);
        var lease = new LeaseState(
            e.Lease, run, agent.Name, e.Incarnation, e.Slot, e.Attempt, e.FromEpoch, e.ToEpoch, e.At)
        { Host = agent.Host, Second = e.Second };
        leases[e.Lease] = lease;
        activeLeases[e.Lease] = lease;
        run.Add(lease);
        agent.Leases[e.Slot] = lease;
        run.Sweep.Waiting.Update(run);
    }

    private void On(LeaseStarted e)
    {
        if (LeaseNamed(e.Lease) is not { } lease)
            return;
        var agent = AgentNamed(lease.Agent);
        if (agent.Provenance != e.Provenance)
            agent.Provenance = e.Provenance;
        (lease.StartedAt, lease.Provenance) = (e.At, agent.Provenance);
        lease.Run.Sweep.Data ??= new(e.Provenance.DatasetFingerprint, lease.Agent);
        lease.Run.Sweep.LiftBar(lease.Agent);
    }

    private void On(EpochRecorded e)
    {
        if (RunNamed(e.Run) is not { } run)
            return;
        run.Curve.Add(new(e.Metrics, e.Checkpoint, e.Lease, e.At));
        if (run.Done)
            run.Curve.Close();
        run.Sweep.Waiting.Update(run);
        if (Lease(e.Lease) is not { } lease)
            return;
        var agent = AgentNamed(lease.Agent);
        agent.HasTrained = true;
        // A diverged epoch ends where its loss did, and says nothing about a whole one.
        if (!e.Metrics.Diverged)
            Paces.Add(new(lease.Agent, lease.Slot), agent.DeviceOf(lease.Slot), run.Kind, e.Metrics.Seconds);
    }

    private void On(LeaseEnded e)
    {
        if (LeaseNamed(e.Lease) is not { } lease)
            return;
        lease.Outcome = e.Outcome;
        lease.Detail = e.Detail;
        lease.EndedAt = e.At;
        activeLeases.Remove(e.Lease);
        var run = lease.Run;
        var agent = AgentNamed(lease.Agent);
        if (agent.Leases.GetValueOrDefault(lease.Slot) == lease)
            agent.Leases.Remove(lease.Slot);
        run.End(lease);
        if (e.Outcome is Outcome.CheckpointLost)
            run.Lose(lease.FromEpoch);
        var recovery = Recovery.Of(lease, agent, e.Outcome, e.AgentsOwn, e.At);
        (run.Tally, agent.Tally) = (recovery.Run, recovery.Agent);
        if (recovery.Lesson is Lesson.AgentLacksData)
            run.Sweep.BarAgent(agent.Name, lease.Incarnation, e.Detail, e.At);
        run.Sweep.Waiting.Update(run);
    }

    private void On(RunFailed e)
    {
        if (RunNamed(e.Run) is not { } run)
            return;
        run.FailedCause = e.Cause;
        run.Sweep.Waiting.Update(run);
    }

    private AgentState AgentNamed(string name)
    {
        if (!agents.TryGetValue(name, out var agent))
            agents.Add(name, agent = new(name));
        return agent;
    }

    private RunState? RunNamed(RunId id)
    {
        var run = Run(id);
        if (run is null)
            Orphans++;
        return run;
    }

    private LeaseState? LeaseNamed(LeaseId id)
    {
        var lease = Lease(id);
        if (lease is null)
            Orphans++;
        return lease;
    }
}
