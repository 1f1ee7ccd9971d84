using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Ports;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.Benchmarks.HandOver;

/// <summary>
/// Trainers without a process, which learn nothing and take as long for an epoch as they are told: what is left is what it costs to hand runs
/// over. They note how long each slot was without an order between two.
/// </summary>
/// <param name="epoch">What an epoch takes.</param>
/// <param name="checkpointBytes">0 keeps no checkpoints.</param>
internal sealed class ScriptedTrainers(TimeSpan epoch, int checkpointBytes) : ITrainers
{
    private readonly TimeSpan epoch = epoch;
    private readonly int checkpointBytes = checkpointBytes;
    private readonly ConcurrentQueue<double> gaps = [];
    private int ended;
    private long beganAt;

    /// <summary>In milliseconds, of all slots.</summary>
    public IReadOnlyList<double> Gaps => [.. gaps];

    /// <summary>Orders that came to their end.</summary>
    public int Ended => ended;

    /// <summary>When the first order came.</summary>
    public long BeganAt => beganAt;

    public ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited) => new Trainer(this, on, says);

    private sealed class Trainer(ScriptedTrainers all, SlotDevice on, Action<TrainerEvent> says) : ITrainer
    {
        private long endedAt;

        public void Tell(TrainerOrder order)
        {
            if (order is not TrainOrder train)
                return;
            Interlocked.CompareExchange(ref all.beganAt, Stopwatch.GetTimestamp(), 0);
            if (endedAt != 0)
                all.gaps.Enqueue(Stopwatch.GetElapsedTime(endedAt).TotalMilliseconds);
            _ = Train(train);
        }

        public void Kill()
        {
        }

        private async Task Train(TrainOrder order)
        {
            await Task.Yield();
            says(new RunBegun(new(new string('a', 64), on.Slot.Device, on.Slot.Model, "none", "0.1.0", Precision.Fp32, "")));
            for (var number = order.Run.FromEpoch + 1; number <= order.Run.ToEpoch; number++)
            {
                if (all.epoch > TimeSpan.Zero)
                    await Task.Delay(all.epoch);
                says(new EpochTrained(
                    new(number, 2.0 / number, 2.1 / number, 1 - (0.5 / number), all.epoch.TotalSeconds), Checkpoint(order, number)));
            }
            Interlocked.Increment(ref all.ended);
            endedAt = Stopwatch.GetTimestamp();
            says(new OrderEnded(Outcome.Completed, "Trained."));
        }

        private string? Checkpoint(TrainOrder order, int number)
        {
            if (all.checkpointBytes == 0)
                return null;
            var path = Path.Combine(order.Folder, string.Create(CultureInfo.InvariantCulture, $"epoch-{number}.checkpoint"));
            var content = new byte[all.checkpointBytes];
            SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{order.Run.Run}/{number}")), content);
            File.WriteAllBytes(path, content);
            return path;
        }

    }
}
