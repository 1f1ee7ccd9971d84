using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// The run that a slot is given while it still trains another, so that it need not wait between the two. It is begun when the other is
/// over, and given back where the slot does not come to it.
/// </summary>
internal sealed partial class AgentMachine
{
    /// <summary>
    /// Nobody notices a wait of milliseconds behind an epoch that takes longer, and a run that would wait so long may be trained
    /// elsewhere.
    /// </summary>
    internal static readonly TimeSpan LongestEpochAhead = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether it may ask for its next run: it is in the last epoch of this one, which is known not to take long, or this one is over and
    /// the coordinator has yet to be told. The coordinator has to be told first how the ones before it ended, or it would take this one
    /// for the next.
    /// </summary>
    private bool WantsNext(Slot slot) =>
        talk.LeasesAhead && until is null && slot.Next is null
        && !(talk.AskAhead.TryGetValue(slot.Number, out var due) && now.Elapsed < due)
        && slot.State switch
        {
            SlotState.Training { Assignment.Order: var order } =>
                AreSaid(slot, butFor: 0) && (slot.Trained ?? order.FromEpoch) + 1 >= order.ToEpoch
                && epochTimes.Of(EpochKind.Of(slot, order)) <= LongestEpochAhead.TotalSeconds,
            SlotState.Idle or SlotState.Ending => slot.EndedWell && AreSaid(slot, butFor: 1) && !AreSaid(slot, butFor: 0),
            _ => false,
        }
        && HasGpu(slot);

    /// <summary>Whether it was said how the runs of a slot ended, all but the last few.</summary>
    private bool AreSaid(Slot slot, int butFor)
    {
        foreach (var number in slot.Ends.Values)
            if (!talk.Said.Contains(number) && --butFor < 0)
                return false;
        return true;
    }

    private void Keep(Slot slot, Assign next)
    {
        slot.Next = next;
        talk.AskAhead.Remove(slot.Number);
        Log(
            next, Importance.Debug, "Slot {Slot}: run {Run} of {Sweep} is next, lease {Lease}", slot.Number, next.Order.Run,
            next.Order.Sweep, next.Lease);
    }

    /// <summary>The slot's run is over.</summary>
    private void BeginNext(Slot slot)
    {
        if (slot.Next is not { } next)
            return;
        if (!HasGpu(slot))
        {
            GiveBack(slot, $"Slot {slot.Number} cannot train it just now.");
            return;
        }
        slot.Next = null;
        Begin(slot, next);
    }

    private void GiveBack(Slot slot, string reason)
    {
        if (slot.Next is not { } next)
            return;
        slot.Next = null;
        over.Add(next.Lease);
        Report(slot, next, new RunEnded(Outcome.Cancelled, $"It was not begun. {reason}"));
    }

    /// <summary>The coordinator has taken the end of the lease, or there will be none.</summary>
    private void EndIsKnown(LeaseId lease)
    {
        foreach (var slot in slots)
            if (slot.Ends.Remove(lease) && talk.AskWhenKnown.Remove(slot.Number))
                talk.AskAgain.Remove(slot.Number);
    }

    /// <returns>Whether the lease was one that waits: then it does so no more.</returns>
    private bool TakesBack(RevokeLease revoked)
    {
        if (Array.Find(slots, slot => slot.Next?.Lease == revoked.Lease) is not { } slot)
            return false;
        if (revoked.AtEpochEnd)
        {
            GiveBack(slot, revoked.Reason);
            return true;
        }
        slot.Next = null;
        over.Add(revoked.Lease);
        return true;
    }
}
