using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Runtime;

/// <summary>What a slot needs from the agent around it. Everything is called on the agent's one thread.</summary>
internal interface ISlotSurroundings
{
    void Report(Assign assignment, Fact fact);
    CheckpointReference Adopt(RunOrder order, int epoch, string file);
    string? FindCheckpoint(CheckpointReference checkpoint);

    /// <summary>Brings the checkpoint to continue from; answers by <see cref="Slot.Fetched"/> or <see cref="Slot.NotFetched"/>.</summary>
    /// <returns>Calls it off.</returns>
    Action Fetch(Slot slot, Assign assignment);
    TrainerProcess StartTrainer(Slot slot);
    void Forget(TrainerProcess trainer);
    string WorkFolder(int slot);
}

/// <summary>
/// A slot: idle, or busy with one assignment, which it fetches the checkpoint for, trains and reports the end of. Its trainer stays
/// warm between assignments. Not thread-safe.
/// </summary>
internal sealed class Slot(SlotDevice device, ISlotSurroundings around, TimeSpan stall, TimeProvider time, ILogger log)
{
    private const int DetailLength = 4000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private TrainerProcess? trainer;
    private readonly HashSet<TrainerProcess> dying = [];
    private TrainOrder? held;
    private bool training;
    private bool stalled;
    private string? stopping;
    private long moved;
    private long ticked = time.GetTimestamp();
    private long rested;
    private string? trouble;
    private Action? callOff;

    public int Number => device.Slot.Number;
    public SlotDevice Device => device;
    public Assign? Assignment { get; private set; }
    public LeaseId? LastLease { get; private set; }
    public Progress? Progress { get; private set; }
    public bool IsResting => rested != 0;

    /// <summary>
    /// Why the slot rests, or last rested without an epoch since, one sentence with the remedy; null where there is nothing to say.
    /// </summary>
    public string? Trouble => IsResting || Assignment is not null ? trouble : null;

    public void Begin(Assign assignment)
    {
        (Assignment, LastLease, Progress) = (assignment, assignment.Lease, null);
        (training, stalled, stopping) = (false, false, null);
        log.LogInformation("Slot {Slot}: run {Run} of {Sweep} from epoch {From} to {To}, lease {Lease}, attempt {Attempt}",
            Number, assignment.Order.Run, assignment.Order.Sweep,
            assignment.Order.FromEpoch, assignment.Order.ToEpoch, assignment.Lease, assignment.Attempt);
        if (assignment.Order.From is not { } from)
            Train(null);
        else if (around.FindCheckpoint(from) is { } file)
            Train(file);
        else
            callOff = around.Fetch(this, assignment);
    }

    public void Fetched(Assign assignment, string file)
    {
        if (Assignment == assignment)
            Train(file);
    }

    public void NotFetched(Assign assignment, Outcome outcome, string reason)
    {
        if (Assignment == assignment)
            End(outcome, FormattableString.Invariant($"The checkpoint of epoch {assignment.Order.FromEpoch} cannot be fetched: {reason}"));
    }

    /// <summary>Ends the run at its epoch's end, or at once where training has not begun.</summary>
    public void StopAtEpochEnd(string reason)
    {
        if (Assignment is null || stopping is not null)
            return;
        stopping = reason;
        if (training)
            trainer!.Order(new StopOrder());
        else
            End(Outcome.Cancelled, reason);
    }

    /// <summary>Ends the run at once, without a word to the coordinator.</summary>
    public void Abandon(string reason)
    {
        if (Assignment is { } assignment)
            log.LogInformation("Slot {Slot}: lease {Lease} abandoned: {Reason}", Number, assignment.Lease, reason);
        var hadTrainer = training;
        Free();
        if (hadTrainer)
            Retire();
    }

    /// <summary>The slot cannot do its work, a full disk for instance: it stays idle for a while. Said once, not for every try.</summary>
    public void AbandonAndRest(Exception e)
    {
        var what = FormattableString.Invariant(
            $"Slot {Number} rests: {e.Message.TrimEnd('.')}. Make room or mend the disk; it tries again every {Rest.TotalSeconds:0} s.");
        log.Log(what == trouble ? LogLevel.Debug : LogLevel.Error, "{Trouble} ({Kind})", what, e.GetType().Name);
        trouble = what;
        Abandon(e.Message);
        rested = time.GetTimestamp();
    }

    /// <summary>Ends the trainer, idle or not.</summary>
    public void Retire()
    {
        if (trainer is not { } old)
            return;
        dying.Add(old);
        trainer = null;
        old.Kill();
    }

    public void Tick()
    {
        if (rested != 0 && time.GetElapsedTime(rested) >= Rest)
            rested = 0;
        var slept = time.GetElapsedTime(ticked) >= stall / 2;
        ticked = time.GetTimestamp();
        // An agent that was itself stopped or starved has not looked: what the trainer did meanwhile is yet to be read.
        if (slept)
            moved = ticked;
        if (!training || stalled || time.GetElapsedTime(moved) < stall)
            return;
        stalled = true;
        trainer!.Kill();
    }

    public void On(TrainerProcess from, TrainerEvent what)
    {
        if (from != trainer || !training || Assignment is not { } assignment)
            return;
        moved = time.GetTimestamp();
        switch (what)
        {
            case RunBegun begun:
                around.Report(assignment, new RunStarted(Placed(begun.Provenance)));
                break;
            case Stepped at:
                Progress = new("", assignment.Lease, at.Epoch, at.Step, at.Steps, at.MeanLoss, at.ImagesPerSecond);
                break;
            case EpochTrained epoch:
                var checkpoint = epoch.Checkpoint is { } file ? around.Adopt(assignment.Order, epoch.Metrics.Epoch, file) : null;
                around.Report(assignment, new EpochCompleted(epoch.Metrics, checkpoint));
                GoOn();
                break;
            case OrderEnded ended:
                if (ended.Outcome is Outcome.OutOfMemory)
                    Retire();
                End(ended.Outcome, ended.Outcome is Outcome.Cancelled ? stopping ?? ended.Detail : ended.Detail, ended.AgentsOwn);
                break;
        }
    }

    public void OnExit(TrainerProcess from, TrainerExit exit)
    {
        around.Forget(from);
        dying.Remove(from);
        if (from == trainer)
        {
            trainer = null;
            if (training)
                End(
                    stalled ? Outcome.TimedOut : Outcome.TrainerCrashed,
                    stalled ? $"No step for {stall.TotalSeconds:0} seconds. {exit}" : exit.ToString());
        }
        if (dying.Count == 0 && held is { } order)
            Send(order);
    }

    private void Train(string? checkpoint)
    {
        var folder = around.WorkFolder(Number);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var order = new TrainOrder(Assignment!.Order, checkpoint, folder);
        // A trainer that is being killed may still hold the device's memory.
        if (dying.Count > 0)
            held = order;
        else
            Send(order);
    }

    private void Send(TrainOrder order)
    {
        held = null;
        try
        {
            trainer ??= around.StartTrainer(this);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            End(Outcome.TrainerCrashed, $"The trainer cannot be started: {e.Message}");
            return;
        }
        training = true;
        moved = time.GetTimestamp();
        trainer.Order(order);
    }

    private void End(Outcome outcome, string detail, bool agentsOwn = false)
    {
        var assignment = Assignment!;
        var level = outcome is Outcome.Completed or Outcome.Diverged or Outcome.Cancelled ? LogLevel.Information : LogLevel.Warning;
        log.Log(level,
            "Slot {Slot}: run {Run}, lease {Lease}: {Outcome}. {Detail}",
            Number, assignment.Order.Run, assignment.Lease, outcome, detail);
        around.Report(assignment,
            new RunEnded(
                outcome,
                detail.Length > DetailLength ? $"{detail[..200]} … {detail[^(DetailLength - 200)..]}" : detail,
                agentsOwn));
        Free();
    }

    /// <summary>What the slot rested for is over: an epoch is on disk.</summary>
    private void GoOn()
    {
        if (trouble is not null)
            log.LogInformation("Slot {Slot} goes on", Number);
        trouble = null;
    }

    private void Free()
    {
        callOff?.Invoke();
        (Assignment, Progress, held, callOff, training) = (null, null, null, null, false);
    }

    /// <summary>The trainer of a GPU sees one only and calls it the first; the agent knows which one it is.</summary>
    private Provenance Placed(Provenance provenance) => provenance with
    {
        Device = device.Slot.Device,
        DeviceModel = device.Slot.Model,
        Driver = device.Gpu?.Driver ?? "",
    };
}
