using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What is told to a slot's trainer, and what it says.</summary>
internal sealed partial class AgentMachine
{
    private void Order(Slot slot, Assign assignment, TrainOrder order)
    {
        if (slot.Trainer is { } warm)
        {
            Train(slot, assignment, warm, order);
            return;
        }
        slot.State = new SlotState.Starting(assignment, order, ++numbers);
        TrainerBegins(slot);
        Do(new StartTrainer(slot.Number, numbers));
    }

    private void On(TrainerStarted started)
    {
        if (SlotOf(started.Slot) is not { } slot)
            return;
        trainers[started.Trainer] = slot;
        if (slot.State is SlotState.Starting starting && starting.Trainer == started.Trainer)
        {
            (slot.Trainer, slot.Threads) = (started.Trainer, 1);
            Train(slot, starting.Assignment, started.Trainer, starting.Order);
            return;
        }
        slot.Dying.Add(started.Trainer);
        Do(new Kill(started.Trainer));
    }

    private void On(TrainerNotStarted not)
    {
        if (SlotOf(not.Slot) is { State: SlotState.Starting { Assignment: var given } starting } slot && starting.Trainer == not.Trainer)
            End(slot, given, Outcome.TrainerCrashed, $"The trainer cannot be started: {not.Reason}");
    }

    private void Train(Slot slot, Assign assignment, long trainer, TrainOrder order)
    {
        slot.State = new SlotState.Training(assignment, now.Elapsed, null);
        slot.Trained = null;
        Do(new Tell(trainer, order));
    }

    private void On(TrainerSaid said)
    {
        if (!trainers.TryGetValue(said.Trainer, out var slot) || slot.Trainer != said.Trainer
            || slot.State is not SlotState.AtWork work)
            return;
        var given = work.Assignment;
        slot.State = work with { Moved = now.Elapsed };
        if (said.What is EpochTrained { Metrics.Epoch: var trained })
            slot.Trained = trained;
        switch (said.What)
        {
            case RunBegun begun:
                Report(slot, given, new RunStarted(Placed(slot, begun.Provenance)));
                break;
            case Stepped at:
                slot.State = work with
                {
                    Moved = now.Elapsed,
                    Progress = new(identity.Name, given.Lease, at.Epoch, at.Step, at.Steps, at.MeanLoss, at.ImagesPerSecond),
                };
                break;
            case EpochTrained { Checkpoint: { } file } epoch:
                epochTimes.Add(EpochKind.Of(slot, given.Order), epoch.Metrics.Seconds);
                Do(new Adopt(slot.Number, given.Lease, given.Order.Run, epoch.Metrics, file));
                break;
            case EpochTrained epoch:
                // A diverged epoch ends where its loss did, and says nothing about a whole one.
                if (!epoch.Metrics.Diverged)
                    epochTimes.Add(EpochKind.Of(slot, given.Order), epoch.Metrics.Seconds);
                Report(slot, given, new EpochCompleted(epoch.Metrics, null));
                break;
            case OrderEnded { Outcome: Outcome.AgentLost } full:
                AbandonAndRest(slot, full.Detail, nameof(OrderEnded));
                break;
            case OrderEnded { Outcome: Outcome.CheckpointLost } lost
                when given.Order.From is not null && slot.Unread + 1 < UnreadLimit:
                NotRead(slot, work, lost.Detail);
                break;
            case OrderEnded ended:
                // One that is being killed takes no other order.
                if (ended.Outcome is Outcome.OutOfMemory || work is SlotState.Stalled)
                    Retire(slot);
                End(
                    slot, given, ended.Outcome,
                    ended.Outcome is Outcome.Cancelled ? ReasonToStop(work) ?? ended.Detail : ended.Detail, ended.AgentsOwn);
                break;
        }
    }

    private static string? ReasonToStop(SlotState state) => state switch
    {
        SlotState.Stopping stopping => stopping.Reason,
        SlotState.Stalled stalled => stalled.Reason,
        _ => null,
    };

    private void On(TrainerExited exited)
    {
        if (!trainers.Remove(exited.Trainer, out var slot))
            return;
        slot.Dying.Remove(exited.Trainer);
        if (slot.Trainer == exited.Trainer)
        {
            slot.Trainer = null;
            if (slot.State is SlotState.Stalled { Assignment: var stalled })
                End(slot, stalled, Outcome.TimedOut, $"No step for {stall.TotalSeconds:0} seconds. {exited.Exit}");
            else if (slot.State is SlotState.AtWork { Assignment: var given })
                End(slot, given, Outcome.TrainerCrashed, exited.Exit.ToString());
        }
        if (slot is { Dying.Count: 0, State: SlotState.AwaitingExit waits })
            Prepare(slot, waits.Assignment);
    }
}
