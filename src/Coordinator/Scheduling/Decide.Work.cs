using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class Decide
{
    private void On(RequestWork message)
    {
        var agent = state.Agent(message.Agent);
        if (agent is null || agent.Incarnation != message.Incarnation || agent.Slots.All(slot => slot.Number != message.Slot))
            Reply(new RegisterFirst());
        else if (message.Ahead is true)
            GiveNext(agent, message.Slot);
        else if (agent.Leases.TryGetValue(message.Slot, out var held) && agent.Hold?.How is AgentHold.Drained)
            EndUnbegun(held);
        else if (held is not null)
            Reply(AssignmentOf(held.Id, held.Run, message.Slot, held.Attempt, held.FromEpoch, held.ToEpoch));
        else if (Wait(agent) is { } wait)
            Reply(new NoWork(message.Slot, wait.TotalSeconds));
        else if (Placement.Choose(state, new(agent, message.Slot, message.SecondsLeft), OthersThan(agent), now) is { } run)
            Grant(run, agent, message.Slot);
        else if (terms.LastRunsTwice && Stragglers.Choose(state, new(agent, message.Slot, message.SecondsLeft), now) is { } straggler)
            Grant(straggler, agent, message.Slot, second: true);
        else
            Reply(new NoWork(message.Slot, Terms.AskAgain.TotalSeconds));
    }

    /// <summary>A drained agent asks, so it does not train what it was given: others may.</summary>
    private void EndUnbegun(LeaseState lease)
    {
        RevokeAtOnce(lease, $"Agent {lease.Agent} is drained.");
        LeaveToOthers(lease.Run);
        Reply(new NoWork(lease.Slot, Terms.AskAgain.TotalSeconds));
    }

    /// <summary>How long an agent that may not have another run just now is to wait; null when it may.</summary>
    private TimeSpan? Wait(AgentState agent)
    {
        if (agent.Hold is not null || agent.Leases.Count >= (agent.Capacity ?? int.MaxValue))
            return Terms.AskAgain;
        if (agent.Quarantine is null)
            return null;
        if (agent.Leases.Count > 0)
            return Terms.AskAgain;
        var wait = AgentHealth.CanaryWait(agent, now);
        return wait <= TimeSpan.Zero ? null : wait < Terms.AskAgain ? wait : Terms.AskAgain;
    }

    private void Grant(RunState run, AgentState agent, int slot, bool second = false, bool ahead = false)
    {
        var lease = new LeaseId(state.LastLease.Number + 1);
        var attempt = run.Attempts + 1;
        var from = run.LatestCheckpoint?.Epoch ?? 0;
        Record(new LeaseGranted(
            lease, run.Sweep.Name, run.Id, agent.Name, agent.Incarnation, slot, attempt, from, run.Run.Epochs, second, ahead)
        { At = now });
        Reply(AssignmentOf(lease, run, slot, attempt, from, run.Run.Epochs) with { Ahead = ahead ? true : null });
    }

    private static Assign AssignmentOf(LeaseId lease, RunState run, int slot, int attempt, int fromEpoch, int toEpoch)
    {
        var spec = run.Sweep.Spec;
        return new(slot, lease, attempt,
            new(run.Id, run.Sweep.Name, run.Run.Parameters, spec.Dataset, spec.Model, spec.Precision, run.CheckpointAt(
                fromEpoch), toEpoch)
            {
                Program = spec.Program,
                Metric = spec.Program is null ? null : spec.Objective.Metric,
                Arithmetic = run.Arithmetic ?? spec.Arithmetic,
                Checkpoints = CheckpointsOf(run, fromEpoch, toEpoch),
            });
    }

    private static CheckpointPlan? CheckpointsOf(RunState run, int fromEpoch, int toEpoch)
    {
        if (run.Sweep.Spec.CheckpointEvery is not { } every)
            return null;
        ImmutableArray<int> milestones =
            [.. run.Trials.Select(trial => trial.Epochs).Where(epoch => epoch > fromEpoch && epoch < toEpoch).Distinct().Order()];
        return milestones.Length <= CheckpointPlan.MostMilestones ? new(every, milestones) : null;
    }
}
