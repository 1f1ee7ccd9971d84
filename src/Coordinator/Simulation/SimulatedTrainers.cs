using System.Buffers.Binary;
using System.ComponentModel;
using System.Security.Cryptography;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Ports;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// The trainers of one machine. They follow the simulated curves, from the checkpoint that they are given and from nothing else, and crash,
/// stall and run out of memory as the lab has it.
/// </summary>
internal sealed class SimulatedTrainers(SimulatedLab lab, SimulatedAgent agent, Dice dice) : ITrainers
{
    private readonly SimulatedLab lab = lab;
    private readonly SimulatedAgent agent = agent;
    private readonly Dice dice = dice;
    private readonly List<Process> alive = [];

    public ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited)
    {
        if (dice.Chance(lab.Mix.Of(SimulatedFault.TrainerNotStarted) * 0.2))
        {
            lab.Tally.Note(SimulatedFault.TrainerNotStarted);
            throw dice.Chance(0.5)
                ? new Win32Exception(11, "The process cannot be made.")
                : new IOException("The trainer could not be noted.", 28);
        }
        var process = new Process(this, on, says, exited);
        alive.Add(process);
        return process;
    }

    /// <summary>The agent's process has ended: its trainers see the end of their orders and end as well.</summary>
    public void Vanish()
    {
        foreach (var process in alive)
            process.Vanish();
        alive.Clear();
    }

    /// <summary>One trainer.</summary>
    private sealed class Process(SimulatedTrainers around, SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited) : ITrainer
    {
        /// <summary>Of a checkpoint: the epoch and the state.</summary>
        private const int Body = sizeof(int) + SHA256.HashSizeInBytes;
        private const int Killed = 137;
        private const int Crashed = 134;
        private const double CrashesPerEpoch = 0.1;
        private const double StallsPerEpoch = 0.1;
        private const double MemoryFailuresPerEpoch = 0.15;
        private const double MisreadPerOrder = 0.2;

        private TrainOrder? order;
        private CheckpointsKept? kept;
        private byte[] state = [];
        private (int Epoch, byte[] State)? read;
        private bool stop;
        private bool gone;

        private SimulatedLab Lab => around.lab;
        private Dice Dice => around.dice;
        private FaultMix Mix => around.lab.Mix;

        public void Tell(TrainerOrder what)
        {
            if (what is StopOrder)
                stop = true;
            if (what is not TrainOrder train)
                return;
            if (around.agent.LeaseOf(train.Run) is { } lease)
                Lab.Watch(() => Lab.Thrift.Begins(around.agent.Name, lease));
            if (train.Checkpoint is { } given && !IsWhole(given))
                Lab.Watch(() => Thrift.GivenWhatIsDamaged(around.agent.Name));
            // What is read later may be another file than the one that the agent looked at; a disk that misreads tries for a while first.
            var misreads = train.Checkpoint is not null && Comes(SimulatedFault.CheckpointMisread, MisreadPerOrder);
            (order, stop, read) = (train, false, train.Checkpoint is { } checkpoint && !misreads ? Read(checkpoint) : null);
            Later(Dice.Seconds(0.1, misreads ? 30 : 2), Begin);
        }

        public void Kill() => Exit(Killed, Dice.Seconds(0, 0.5));

        public void Vanish() => gone = true;

        private void Begin()
        {
            var run = order!.Run;
            if (order.Checkpoint is null)
            {
                state = UndisturbedCurves.Initial(run.Parameters);
            }
            else if (read is { } sound && sound.Epoch == run.FromEpoch)
            {
                state = sound.State;
            }
            else
            {
                if (around.agent.LeaseOf(run) is { } lease)
                    Lab.Thrift.Unread(lease);
                End(Outcome.CheckpointLost, $"{order.Checkpoint} is no checkpoint of a simulated run.");
                return;
            }
            if (around.agent.Ails)
            {
                Exit(Crashed, TimeSpan.Zero);
                return;
            }
            says(new RunBegun(new(
                Lab.FingerprintFor(around.agent, run.Sweep), on.Slot.Device, on.Slot.Model, "none", "simulated", Precision.Fp32, "")));
            kept = new(run);
            Train(run.FromEpoch + 1);
        }

        private void Train(int epoch)
        {
            var takes = Lab.Plan.Epoch * (0.7 + (0.6 * Dice.Unit()));
            if (Comes(SimulatedFault.TrainerCrashed, CrashesPerEpoch))
            {
                Later(takes * Dice.Unit(), () => Exit(Crashed, TimeSpan.Zero));
                return;
            }
            if (Comes(SimulatedFault.TrainerStalled, StallsPerEpoch))
                return;
            if (Comes(SimulatedFault.OutOfMemory, MemoryFailuresPerEpoch))
            {
                Later(takes * Dice.Unit(), () => End(Outcome.OutOfMemory, "The device ran out of memory."));
                return;
            }
            Later(takes / 2, () => says(new Stepped(epoch, 1, 2, 1, 100)));
            Later(takes, () => Trained(epoch));
        }

        private void Trained(int epoch)
        {
            var run = order!.Run;
            var metrics = Lab.Curves.Follow(run.Parameters, epoch, ref state);
            Lab.EpochsTrained++;
            if (metrics.Diverged)
            {
                says(new EpochTrained(metrics, null));
                End(Outcome.Diverged, "The loss is not finite.");
                return;
            }
            var stops = stop && epoch < run.ToEpoch;
            kept!.Add(metrics);
            string? path = null;
            try
            {
                if (kept.IsDue(stops))
                    Write(path = Path.Combine(order.Folder, FormattableString.Invariant($"epoch-{epoch}.checkpoint")), epoch);
            }
            catch (IOException)
            {
                Exit(Crashed, TimeSpan.Zero);
                return;
            }
            if (path is not null)
                kept.Keep(epoch);
            says(new EpochTrained(metrics, path));
            if (stops)
                End(Outcome.Cancelled, "Stopped at the epoch's end.");
            else if (epoch >= run.ToEpoch)
                End(Outcome.Completed, FormattableString.Invariant($"Trained to epoch {run.ToEpoch}."));
            else
                Train(epoch + 1);
        }

        private void End(Outcome outcome, string detail)
        {
            order = null;
            says(new OrderEnded(outcome, detail));
        }

        private void Exit(int code, TimeSpan wait)
        {
            if (gone)
                return;
            (gone, order) = (true, null);
            around.alive.Remove(this);
            around.agent.Later(wait, () => exited(new(code, [])));
        }

        private bool Comes(SimulatedFault kind, double most)
        {
            if (!Dice.Chance(Mix.Of(kind) * most))
                return false;
            Lab.Tally.Note(kind);
            return true;
        }

        /// <summary>In the same order and the same process.</summary>
        private void Later(TimeSpan wait, Action what)
        {
            var mine = order;
            around.agent.Later(wait, () =>
            {
                if (!gone && order == mine)
                    what();
            });
        }

        private void Write(string path, int epoch)
        {
            Span<byte> content = stackalloc byte[Body + SHA256.HashSizeInBytes];
            BinaryPrimitives.WriteInt32LittleEndian(content, epoch);
            state.CopyTo(content[sizeof(int)..]);
            SHA256.HashData(content[..Body], content[Body..]);
            using var file = around.agent.Disk.Open(
                path, new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 });
            file.Stream.Write(content);
        }

        /// <summary>Whether it is on disk what was written, wherever a read may bring something else.</summary>
        private bool IsWhole(string path)
        {
            var disk = around.agent.Disk;
            var flips = disk.ReadFlips;
            disk.ReadFlips = 0;
            var whole = Read(path) is not null;
            disk.ReadFlips = flips;
            return whole;
        }

        private (int Epoch, byte[] State)? Read(string path)
        {
            var content = new byte[Body + SHA256.HashSizeInBytes];
            try
            {
                using var file = around.agent.Disk.OpenRead(path);
                if (file.Length != content.Length)
                    return null;
                file.ReadExactly(content);
            }
            catch (IOException)
            {
                return null;
            }
            // As in a checkpoint of the network, the file itself says what is in it.
            return SHA256.HashData(content.AsSpan(0, Body)).AsSpan().SequenceEqual(content.AsSpan(Body))
                ? (BinaryPrimitives.ReadInt32LittleEndian(content), content[sizeof(int)..Body])
                : null;
        }
    }
}
