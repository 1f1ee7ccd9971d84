using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>How the checkpoint that a run goes on from comes to this machine.</summary>
internal sealed partial class AgentMachine
{
    /// <summary>A checkpoint that the coordinator says it does not have, so often, will not come.</summary>
    private const int NotFoundLimit = 5;

    /// <summary>A checkpoint that was found sound and that a trainer cannot read, so often under one lease, cannot be read.</summary>
    private const int UnreadLimit = 3;

    /// <summary>
    /// What the run continues from is looked at when nothing is waited for any more: it may be another file a while later.
    /// </summary>
    private void Prepare(Slot slot, Assign assignment)
    {
        if (slot.Dying.Count > 0)
        {
            slot.State = new SlotState.AwaitingExit(assignment);
            return;
        }
        if (assignment.Order.From is not { } from)
        {
            MakeFolder(slot, assignment, null);
            return;
        }
        slot.State = new SlotState.Looking(assignment);
        Do(new LookForCheckpoint(slot.Number, assignment.Lease, from));
    }

    /// <summary>
    /// A trainer cannot continue from the checkpoint that was sound when it was looked at. The file may be another one by then, or the disk
    /// may have brought it wrongly: before it is given up for everybody it is looked at anew, and fetched where it is damaged. One that was
    /// to stop has stopped, and one that is being killed ends with its process.
    /// </summary>
    private void NotRead(Slot slot, SlotState.AtWork work, string detail)
    {
        switch (work)
        {
            case SlotState.Stopping stopping:
                End(slot, work.Assignment, Outcome.Cancelled, stopping.Reason);
                break;
            case SlotState.Training:
                slot.Unread++;
                Log(
                    work.Assignment, Importance.Warning,
                    "Slot {Slot}: the trainer cannot continue ({Reason}); the checkpoint is looked at anew", slot.Number, detail);
                Prepare(slot, work.Assignment);
                break;
        }
    }

    private void On(CheckpointLookedFor looked)
    {
        if (SlotOf(looked.Slot) is not { State: SlotState.Looking { Assignment: var given } } slot || given.Lease != looked.Lease)
            return;
        if (looked.File is { } file)
        {
            MakeFolder(slot, given, file);
            return;
        }
        slot.State = new SlotState.Fetching(given, FetchTries.None);
        FetchWhereDue(slot);
    }

    private void FetchWhereDue(Slot slot)
    {
        if (slot.State is not SlotState.Fetching fetching || store is not { } from || !fetching.Tries.IsDue(now.Elapsed))
            return;
        slot.State = fetching with { Tries = fetching.Tries.Try(++numbers, now.Elapsed) };
        Do(new Fetch(numbers, fetching.Assignment.Order.From!, from));
    }

    private void On(FetchAnswered answered)
    {
        if (Array.Find(slots, slot => (slot.State as SlotState.Fetching)?.Tries.Number == answered.Number) is not { } slot)
        {
            // Called off, perhaps when it had just arrived.
            Do(new CallOff(answered.Number));
            return;
        }
        var fetching = (SlotState.Fetching)slot.State;
        switch (answered.Answer)
        {
            case StoreAnswer.Done:
                StoreAnswers();
                slot.State = new SlotState.Looking(fetching.Assignment);
                Do(new TakeOver(
                    answered.Number, slot.Number, fetching.Assignment.Lease, fetching.Assignment.Order.Run,
                    fetching.Assignment.Order.From!));
                break;
            case StoreAnswer.Absent absent:
                NotFetched(slot, fetching with { NotFound = fetching.NotFound + 1 }, absent.Reason);
                break;
            case StoreAnswer.Refused refused:
                NotFetched(slot, fetching, refused.Reason);
                break;
            case StoreAnswer.Failed failed:
                NotFetched(slot, fetching, failed.Reason);
                break;
        }
    }

    private void NotFetched(Slot slot, SlotState.Fetching fetching, string reason)
    {
        slot.State = fetching = fetching with { Tries = fetching.Tries.Failed(now.Elapsed) };
        var order = fetching.Assignment.Order;
        var detail = FormattableString.Invariant($"The checkpoint of epoch {order.FromEpoch} cannot be fetched: {reason}");
        if (fetching.NotFound == NotFoundLimit)
        {
            End(slot, fetching.Assignment, Outcome.CheckpointLost, detail);
            return;
        }
        // The checkpoint is there, only not for this machine: another may well get it.
        if (fetching.Tries.AreInVain(now.Elapsed, DeliveryPatience))
        {
            End(slot, fetching.Assignment, Outcome.AgentLost, detail);
            return;
        }
        Log(
            fetching.Assignment, Importance.Warning, "Checkpoint {Checkpoint} of epoch {Epoch} cannot be fetched yet: {Reason}",
            order.From!.Sha256, order.From.Epoch, reason);
        StoreFails(reason);
    }
}
