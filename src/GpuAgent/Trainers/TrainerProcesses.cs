using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Ports;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Trainers;

/// <summary>Real trainers: each a child process, and noted on disk for as long as it lives.</summary>
internal sealed class TrainerProcesses(TrainerCommand command, LeftoverTrainers leftovers, ILogger log) : ITrainers
{
    public ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited)
    {
        // One that ends at once is noted before it is forgotten.
        var noting = new Lock();
        lock (noting)
        {
            var trainer = TrainerProcess.Start(
                command.For(on),
                (_, what) => says(what),
                (from, exit) =>
                {
                    lock (noting)
                        Forget(from.Pid);
                    exited(exit);
                },
                line => log.LogDebug("Trainer of slot {Slot}: {Line}", on.Slot.Number, line));
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
            return new Started(trainer);
        }
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

    private sealed class Started(TrainerProcess process) : ITrainer
    {
        public void Tell(TrainerOrder order) => process.Order(order);
        public void Kill() => process.Kill();
    }
}
