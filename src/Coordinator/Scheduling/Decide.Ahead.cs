using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// The next run of a slot, leased while it trains another: the slot then begins it without asking. Only where more runs wait than there are
/// slots, so that at a sweep's end no run waits for one slot while another is free, and only for agents that are in order.
/// </summary>
internal sealed partial class Decide
{
    private void GiveNext(AgentState agent, int slot)
    {
        if (agent.Ahead.TryGetValue(slot, out var waits))
            Reply(AssignmentOf(waits.Id, waits.Run, slot, waits.Attempt, waits.FromEpoch, waits.ToEpoch) with { Ahead = true });
        else if (agent.Leases.ContainsKey(slot) && MayHaveNext(agent)
            && Placement.Choose(state, new(agent, slot), OthersThan(agent), now) is { } run)
            Grant(run, agent, slot, ahead: true);
        else
            Reply(new NoWork(slot, Terms.AskAgain.TotalSeconds, Ahead: true));
    }

    private bool MayHaveNext(AgentState agent)
    {
        if (agent is not { Hold: null, Quarantine: null, Capacity: null, Tally.Failures: 0 })
            return false;
        var free = 0;
        foreach (var other in state.Agents)
            if (isOnline(other.Name))
                free += other.Slots.Length;
        foreach (var sweep in state.Sweeps)
            if (!sweep.Cancelled && (free -= sweep.Waiting.Count) < 0)
                return true;
        return false;
    }

    /// <summary>The agent gets no more runs for now: those that it has not begun go to others.</summary>
    private void TakeBackWhatWaits(AgentState agent, string reason)
    {
        var ended = events.OfType<LeaseEnded>().Select(end => end.Lease).ToHashSet();
        foreach (var lease in agent.Ahead.Values.Where(lease => !ended.Contains(lease.Id)))
        {
            RevokeAtOnce(lease, reason);
            LeaveToOthers(lease.Run);
        }
    }
}
