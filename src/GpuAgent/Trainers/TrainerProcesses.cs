using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Ports;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Trainers;

/// <summary>
/// Real trainers: each a child process, and noted on disk for as long as it lives. What they print, and what their programs print, goes
/// into the log of the lease that they work under.
/// </summary>
internal sealed class TrainerProcesses(TrainerCommand command, LeftoverTrainers leftovers, LogSender logs, ILogger log) : ITrainers
{
    public ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited)
    {
        // One that ends at once is noted before it is forgotten.
        var noting = new Lock();
        lock (noting)
        {
            var started = new Started();
            var trainer = TrainerProcess.Start(
                command.For(on),
                (_, what) => Hear(started, what, says),
                (from, exit) =>
                {
                    lock (noting)
                        Forget(from.Pid);
                    logs.Hurry();
                    exited(exit);
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

    private void Hear(Started trainer, TrainerEvent what, Action<TrainerEvent> says)
    {
        if (what is Printed printed)
        {
            Print(trainer, printed.Text);
            return;
        }
        // Before it is said that the run is over: then nothing may be left that asks for it.
        if (what is OrderEnded)
            logs.Hurry();
        says(what);
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

    private sealed class Started : ITrainer
    {
        private volatile StrongLease? lease;

        public TrainerProcess? Process { get; set; }

        /// <summary>What it works under, or worked under last; null before its first order.</summary>
        public LeaseId? Lease => lease?.Id;

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
