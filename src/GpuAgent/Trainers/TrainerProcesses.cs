using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Ports;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Trainers;

/// <summary>
/// Real trainers: each a child process, and noted on disk for as long as it lives. What they print, and what their programs print, goes
/// into the log of the lease that they work under. Used on the agent's own thread.
/// </summary>
internal sealed class TrainerProcesses(TrainerCommand command, LeftoverTrainers leftovers, LogSender logs, ILogger log)
    : ITrainers, IDisposable
{
    private readonly Dictionary<int, Started> prepared = [];

    public ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited)
    {
        if (prepared.Remove(on.Slot.Number, out var ready) && ready.TakenBy(new(says, exited)))
            return ready;
        return Begun(on, new(says, exited));
    }

    /// <summary>
    /// Starts the trainers that these slots will need for runs of a model, and has them load what that takes. One that cannot be started,
    /// or has ended by the time it is needed, is as if nobody had asked.
    /// </summary>
    public void Prepare(IEnumerable<SlotDevice> slots, string model)
    {
        foreach (var on in slots)
        {
            if (prepared.ContainsKey(on.Slot.Number))
                continue;
            try
            {
                var ready = prepared[on.Slot.Number] = Begun(on, owner: null);
                ready.Tell(new WarmUpOrder(model));
            }
            catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
            {
                log.LogDebug("No trainer is ready for slot {Slot}: {Reason}", on.Slot.Number, e.Message);
            }
        }
    }

    /// <summary>Kills the trainers that nobody has taken.</summary>
    public void Dispose()
    {
        foreach (var ready in prepared.Values)
            ready.Kill();
    }

    /// <param name="owner">Null where nobody has asked for it yet.</param>
    private Started Begun(SlotDevice on, Owner? owner)
    {
        // One that ends at once is noted before it is forgotten.
        var noting = new Lock();
        lock (noting)
        {
            var started = new Started(owner);
            var trainer = TrainerProcess.Start(
                command.For(on),
                (_, what) => Hear(started, what),
                (from, exit) =>
                {
                    lock (noting)
                        Forget(from.Pid);
                    logs.Hurry();
                    started.HasExited(exit);
                },
                line =>
                {
                    log.LogDebug("Trainer of slot {Slot}: {Line}", on.Slot.Number, line);
                    Print(started, line + "\n");
                });
            started.Process = trainer;
            try
            {
                leftovers.Add(trainer.Pid);
            }
            catch
            {
                // A trainer that nobody could find again after a crash of this agent does not begin.
                trainer.Kill();
                throw;
            }
            return started;
        }
    }

    private void Hear(Started trainer, TrainerEvent what)
    {
        if (what is Printed printed)
        {
            Print(trainer, printed.Text);
            return;
        }
        // Before it is said that the run is over: then nothing may be left that asks for it.
        if (what is OrderEnded)
            logs.Hurry();
        trainer.Says(what);
    }

    private void Print(Started trainer, string text)
    {
        if (trainer.Lease is { } lease)
            logs.Add(lease, text);
    }

    private void Forget(int pid)
    {
        try
        {
            leftovers.Remove(pid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next agent sees that it is no trainer of this one any more.
            log.LogDebug("Trainer {Pid} stays noted: {Reason}", pid, e.Message);
        }
    }

    /// <summary>Who is told what a trainer says, and its end.</summary>
    private sealed record Owner(Action<TrainerEvent> Says, Action<TrainerExit> Exited);

    private sealed class Started(Owner? owner) : ITrainer
    {
        private readonly Lock gate = new();
        private volatile Owner? owner = owner;
        private volatile StrongLease? lease;
        private bool hasExited;

        public TrainerProcess? Process { get; set; }

        /// <summary>What it works under, or worked under last; null before its first order.</summary>
        public LeaseId? Lease => lease?.Id;

        /// <returns>False where it had ended before, which nobody is told then.</returns>
        public bool TakenBy(Owner owner)
        {
            lock (gate)
            {
                // Gone, and its exit may still be on its way here.
                if (hasExited || Process!.HasExited)
                    return false;
                this.owner = owner;
                return true;
            }
        }

        public void Says(TrainerEvent what) => owner?.Says(what);

        public void HasExited(TrainerExit exit)
        {
            Owner? told;
            lock (gate)
                (hasExited, told) = (true, owner);
            told?.Exited(exit);
        }

        public void Tell(TrainerOrder order)
        {
            if (order is TrainOrder { Lease: { } given })
                lease = new(given);
            Process!.Order(order);
        }

        public void Kill() => Process!.Kill();

        private sealed record StrongLease(LeaseId Id);
    }
}
