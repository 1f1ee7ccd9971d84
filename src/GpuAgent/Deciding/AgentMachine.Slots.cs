using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What becomes of slots and their trainers.</summary>
internal sealed partial class AgentMachine
{
    private const int DetailLength = 4000;

    /// <summary>How long a slot rests whose disk does not let it work.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private Slot? SlotOf(int number)
    {
        foreach (var slot in slots)
            if (slot.Number == number)
                return slot;
        return null;
    }

    /// <summary>Whether it may ask for work: nothing runs there, time and room are left, and it is known how its last run ended.</summary>
    private bool IsIdle(Slot slot) =>
        slot.State is SlotState.Idle && HasTime(slot) && HasGpu(slot) && !(slot.LastLease is { } lease && reports.HoldsReportsOf(lease));

    /// <summary>
    /// Whether it may ask for work at once: the same, or the coordinator hears before the question how its last run ended. Where it does
    /// not take that yet it answers with that run again, which is nothing new.
    /// </summary>
    private bool MayAsk(Slot slot) => IsIdle(slot)
        || (slot.State is SlotState.Idle && slot.LastLease is { } last && slot.Ends.ContainsKey(last) && AreSaid(slot, butFor: 0)
            && HasTime(slot) && HasGpu(slot));

    private void On(Assign assignment)
    {
        if (SlotOf(assignment.Slot) is not { } slot)
        {
            Log(
                assignment, Importance.Warning, "Lease {Lease} is for slot {Slot}, which this agent does not have", assignment.Lease,
                assignment.Slot);
            return;
        }
        if (leaving || slot.State.Given?.Lease == assignment.Lease || over.Contains(assignment.Lease)
            || reports.HoldsReportsOf(assignment.Lease))
        {
            // Asked at once again, the coordinator would answer the same at once: it has yet to take how that ended.
            talk.AskWhenKnown.Add(assignment.Slot);
            return;
        }
        if (assignment.Ahead is true && slot.State.Given is not null)
        {
            Keep(slot, assignment);
            return;
        }
        if (slot.State is SlotState.Ending)
            return;
        talk.AskAgain.Remove(assignment.Slot);
        talk.AskAhead.Remove(assignment.Slot);
        if (slot.Next?.Lease == assignment.Lease)
            slot.Next = null;
        if (slot.State.Given is { } old)
            Replace(slot, old, assignment.Lease);
        Begin(slot, assignment);
    }

    private void Replace(Slot slot, Assign old, LeaseId lease)
    {
        var reason = $"Slot {slot.Number} was given lease {lease}.";
        over.Add(old.Lease);
        Abandon(slot, reason);
        Report(slot, old, new RunEnded(Outcome.Cancelled, reason));
    }

    private void Begin(Slot slot, Assign assignment)
    {
        (slot.LastLease, slot.Told, slot.Unread) = (assignment.Lease, null, 0);
        Log(
            Importance.Information, "Slot {Slot}: run {Run} of {Sweep} from epoch {From} to {To}, lease {Lease}, attempt {Attempt}",
            slot.Number, assignment.Order.Run, assignment.Order.Sweep, assignment.Order.FromEpoch, assignment.Order.ToEpoch,
            assignment.Lease, assignment.Attempt);
        if (builtInOnly && assignment.Order.Program is not null)
            End(
                slot, assignment, Outcome.BadConfiguration,
                $"Agent {identity.Name} runs the built-in networks alone; start it without --built-in-only, "
                    + "or leave the sweep to other agents.",
                agentsOwn: true);
        else
            LookForSupplies(slot, assignment);
    }

    private void MakeFolder(Slot slot, Assign assignment, string? checkpoint)
    {
        slot.State = new SlotState.MakingFolder(assignment, checkpoint);
        Do(new MakeFolder(slot.Number, assignment.Lease, assignment.Order.Program?.Code));
    }

    private void On(FolderMade made)
    {
        if (SlotOf(made.Slot) is not { State: SlotState.MakingFolder { Assignment: var given } making } slot || given.Lease != made.Lease)
            return;
        if (slot.Dying.Count > 0)
            slot.State = new SlotState.AwaitingExit(given);
        else
            Order(slot, given, new TrainOrder(given.Order, making.Checkpoint, made.Folder) { Code = made.Code, Lease = given.Lease });
    }

    /// <summary>Time has passed.</summary>
    private void Look(Slot slot, bool slept)
    {
        if (slot.State is SlotState.Resting resting && now.Elapsed >= resting.Until)
            slot.State = SlotState.Idle.Instance;
        FetchWhereDue(slot);
        if (slot.State is not SlotState.AtWork work)
            return;
        if (slept)
        {
            slot.State = work with { Moved = now.Elapsed };
            return;
        }
        if (work is SlotState.Stalled || now.Elapsed - work.Moved < stall)
            return;
        slot.State = new SlotState.Stalled(work.Assignment, work.Moved, work.Progress, ReasonToStop(work));
        Do(new Kill(slot.Trainer!.Value));
    }

    private void On(RevokeLease revoked)
    {
        var slot = Array.Find(slots, slot => slot.State.Given?.Lease == revoked.Lease);
        if (revoked.AtEpochEnd && slot is not null && ReasonToStop(slot.State) is not null)
            // Said again until it has ended.
            return;
        if (slot is null && TakesBack(revoked))
            return;
        Log(slot?.State.Given, Importance.Information, "Lease {Lease} is revoked: {Reason}", revoked.Lease, revoked.Reason);
        if (slot is not { State: not SlotState.Ending })
            return;
        if (revoked.AtEpochEnd)
        {
            StopAtEpochEnd(slot, revoked.Reason);
            return;
        }
        over.Add(revoked.Lease);
        Abandon(slot, revoked.Reason);
        BeginNext(slot);
    }

    private void EndAllAtEpochEnd(string reason)
    {
        foreach (var slot in slots)
        {
            GiveBack(slot, reason);
            StopAtEpochEnd(slot, reason);
        }
    }

    /// <summary>Ends the run at its epoch's end, or at once where training has not begun.</summary>
    private void StopAtEpochEnd(Slot slot, string reason)
    {
        switch (slot.State)
        {
            case SlotState.Training training:
                slot.State = new SlotState.Stopping(training.Assignment, training.Moved, training.Progress, reason);
                Do(new Tell(slot.Trainer!.Value, new StopOrder()));
                break;
            case SlotState.Stalled { Reason: null } stalled:
                slot.State = stalled with { Reason = reason };
                break;
            case SlotState.AtWork or SlotState.Ending:
                break;
            case SlotState.Busy { Assignment: var given }:
                End(slot, given, Outcome.Cancelled, reason);
                break;
        }
    }

    private void EndAtOnce()
    {
        leaving = true;
        foreach (var slot in slots)
        {
            slot.Next = null;
            Abandon(slot, "The agent ends.");
            Retire(slot);
        }
    }

    /// <summary>Ends the run at once, without a word to the coordinator.</summary>
    private void Abandon(Slot slot, string reason)
    {
        if (slot.State.Given is { } given)
            Log(given, Importance.Information, "Slot {Slot}: lease {Lease} abandoned: {Reason}", slot.Number, given.Lease, reason);
        var hadTrainer = slot.State is SlotState.AtWork;
        Free(slot);
        if (hadTrainer)
            Retire(slot);
    }

    /// <summary>Ends the trainer, idle or not.</summary>
    private void Retire(Slot slot)
    {
        if (slot.Trainer is not { } old)
            return;
        slot.Dying.Add(old);
        slot.Trainer = null;
        Do(new Kill(old));
    }

    private void End(Slot slot, Assign assignment, Outcome outcome, string detail, bool agentsOwn = false)
    {
        Log(
            outcome is Outcome.Completed or Outcome.Diverged or Outcome.Cancelled ? Importance.Information : Importance.Warning,
            "Slot {Slot}: run {Run} of {Sweep}, lease {Lease}: {Outcome}. {Detail}",
            slot.Number, assignment.Order.Run, assignment.Order.Sweep, assignment.Lease, outcome, detail);
        Free(slot);
        slot.State = new SlotState.Ending(assignment);
        slot.Ends[assignment.Lease] = Report(
            slot, assignment,
            new RunEnded(
                outcome,
                detail.Length > DetailLength ? $"{detail[..200]} … {detail[^(DetailLength - 200)..]}" : detail,
                agentsOwn));
        over.Add(assignment.Lease);
        slot.EndedWell = outcome is Outcome.Completed or Outcome.Diverged;
        // What has failed here may fail again: others may have the next one.
        if (outcome is Outcome.Completed or Outcome.Diverged or Outcome.Cancelled)
            BeginNext(slot);
        else
            GiveBack(slot, $"The run before it ended there as {outcome}.");
    }

    private void Free(Slot slot)
    {
        if (slot.State is SlotState.Fetching { Tries.Number: { } fetch })
            Do(new CallOff(fetch));
        slot.State = SlotState.Idle.Instance;
    }

    private void On(DiskRefused refused)
    {
        switch (refused.Order)
        {
            case LookForCheckpoint { Slot: var slot, Lease: var lease }: RestWith(slot, lease, refused); break;
            case TakeOver { Slot: var slot, Lease: var lease }: RestWith(slot, lease, refused); break;
            case MakeFolder { Slot: var slot, Lease: var lease }: RestWith(slot, lease, refused); break;
            case Adopt { Slot: var slot, Lease: var lease }: RestWith(slot, lease, refused); break;
            case StartTrainer start:
                if (SlotOf(start.Slot) is { State: SlotState.Starting starting } begun && starting.Trainer == start.Trainer)
                    AbandonAndRest(begun, refused.Reason, refused.Kind);
                break;
            case Note note:
                reports.Unwritten(note.Report);
                over.Remove(note.Report.Lease);
                EndIsKnown(note.Report.Lease);
                if (note.Slot is { } number && SlotOf(number) is { } given)
                    AbandonAndRest(given, refused.Reason, refused.Kind);
                else
                    // Their leases end by themselves, a little later.
                    Log(
                        Importance.Warning, "The ends of runs that an earlier agent trained cannot be noted: {Reason}", refused.Reason);
                break;
            case Drop drop:
                Log(
                    Importance.Warning, "It cannot be noted that report {Number} is acknowledged: {Reason}", drop.Number, refused.Reason);
                break;
            default:
                Log(Importance.Warning, "{Order} cannot be done: {Reason}", refused.Order.GetType().Name, refused.Reason);
                break;
        }
    }

    private void RestWith(int number, LeaseId lease, DiskRefused refused)
    {
        if (SlotOf(number) is { } slot && slot.State.Given?.Lease == lease)
            AbandonAndRest(slot, refused.Reason, refused.Kind);
    }

    /// <summary>
    /// The slot cannot do its work, a full disk for instance: it stays idle for a while, and the run is not ended, so that it costs no
    /// attempt. Said once, not for every try.
    /// </summary>
    private void AbandonAndRest(Slot slot, string reason, string kind)
    {
        var what = FormattableString.Invariant($"Slot {slot.Number} rests: {reason.TrimEnd('.')}. ")
            + FormattableString.Invariant($"Make room or mend the disk; it tries again every {Rest.TotalSeconds:0} s.");
        Log(slot.State.Given, what == slot.Trouble ? Importance.Debug : Importance.Error, "{Trouble} ({Kind})", what, kind);
        slot.Trouble = what;
        // It is not given back, which the disk would not take either: nothing is heard of it any more, and it is over with its lease.
        slot.Next = null;
        Abandon(slot, reason);
        slot.State = new SlotState.Resting(now.Elapsed + Rest);
    }

    /// <summary>What the slot rested for is over: an epoch is on disk.</summary>
    private void GoOn(Slot slot)
    {
        if (slot.Trouble is not null)
            Log(Importance.Information, "Slot {Slot} goes on", slot.Number);
        slot.Trouble = null;
    }

    /// <summary>The trainer of a GPU sees one only and calls it the first; the agent knows which one it is.</summary>
    private static Provenance Placed(Slot slot, Provenance provenance) => provenance with
    {
        Device = slot.Device.Slot.Device,
        DeviceModel = slot.Device.Slot.Model,
        Driver = slot.Device.Gpu?.Driver ?? "",
    };
}
