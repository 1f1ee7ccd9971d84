using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Training;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Trainers;

/// <summary>
/// The trainer process: takes one order after the other from stdin, trains on the main thread, tells on stdout, logs on stderr.
/// A fault that it does not know ends the process with its stack trace on stderr; the agent starts another.
/// </summary>
internal static partial class TrainerMain
{
    private const int NoLibTorch = 3;

    /// <param name="trainers">The trainer for a model's name; asked once per model, so that it stays warm from order to order.</param>
    /// <param name="nice">Added to the process's niceness, so that a machine with all cores in training still answers.</param>
    public static int Run(Func<string, IRunTrainer> trainers, int nice)
    {
        // A terminal's Ctrl-C and a job scheduler's SIGTERM reach every process of the group: the agent alone decides what they mean.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        if (nice > 0 && OperatingSystem.IsLinux())
            _ = Nice(nice);

        using var events = new TrainerEvents(Console.OpenStandardOutput());
        // What a library prints must not end up between the events.
        Console.SetOut(Console.Error);

        var orders = new BlockingCollection<OrderInTraining>();
        new Thread(() => ReadOrders(Console.In, orders)) { IsBackground = true, Name = "orders" }.Start();
        var warm = new Dictionary<string, IRunTrainer>();
        try
        {
            foreach (var order in orders.GetConsumingEnumerable())
                events.Write(Train(order, events, trainers, warm));
            return 0;
        }
        catch (LibTorchUnavailableException e)
        {
            // This machine is broken, not the order: another agent may well train it.
            Console.Error.WriteLine(e.Message);
            return NoLibTorch;
        }
    }

    private static OrderEnded Train(OrderInTraining order, TrainerEvents events, Func<string, IRunTrainer> trainers, Dictionary<string, IRunTrainer> warm)
    {
        var run = order.Order.Run;
        try
        {
            if (!warm.TryGetValue(run.Model.Name, out var trainer))
                warm.Add(run.Model.Name, trainer = trainers(run.Model.Name));
            return trainer.Train(run, order.Order.Checkpoint, new Observer(order, events)) switch
            {
                RunEnding.Completed => new(Outcome.Completed, $"Trained to epoch {run.ToEpoch}."),
                RunEnding.Diverged => new(Outcome.Diverged, "The loss is not finite."),
                RunEnding.Stopped => new(Outcome.Cancelled, "Stopped at the epoch's end."),
                RunEnding.OutOfMemory => new(Outcome.OutOfMemory, "The device ran out of memory."),
                var ending => throw new InvalidOperationException($"{ending} is no ending."),
            };
        }
        catch (BadInputException e)
        {
            return new(Outcome.BadConfiguration, e.Message);
        }
        catch (OutOfMemoryException e)
        {
            return new(Outcome.OutOfMemory, e.Message);
        }
    }

    private static void ReadOrders(TextReader stdin, BlockingCollection<OrderInTraining> orders)
    {
        OrderInTraining? latest = null;
        while (stdin.ReadLine() is { } line)
        {
            switch (JsonSerializer.Deserialize(line, TrainerJson.Default.TrainerOrder))
            {
                case TrainOrder train:
                    orders.Add(latest = new OrderInTraining(train));
                    break;
                case StopOrder:
                    latest?.Stop();
                    break;
            }
        }
        // The agent is gone or wants this process gone. An orderly exit would wait for libtorch, which is in the middle of a step;
        // nothing is lost by a hard one, since events are written as they happen and checkpoints appear whole or not at all.
        if (OperatingSystem.IsLinux())
            ExitAtOnce(0);
        Environment.Exit(0);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitAtOnce(int code);

    [LibraryImport("libc", EntryPoint = "nice")]
    private static partial int Nice(int increment);

    private sealed class OrderInTraining(TrainOrder order)
    {
        private volatile bool stop;
        public TrainOrder Order => order;
        public bool IsStopped => stop;
        public void Stop() => stop = true;
    }

    private sealed class Observer(OrderInTraining order, TrainerEvents events) : IRunObserver
    {
        public bool StopAtEpochEnd => order.IsStopped;
        public string CheckpointPath(int epoch) => Path.Combine(order.Order.Folder, FormattableString.Invariant($"epoch-{epoch}.checkpoint"));
        public void Started(Provenance provenance) => events.Write(new RunBegun(provenance));
        public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond) =>
            events.Write(new Stepped(epoch, step, steps, meanLoss, imagesPerSecond));
        public void EpochEnded(EpochMetrics metrics, string? checkpoint) => events.Write(new EpochTrained(metrics, checkpoint));
    }

    private sealed class TrainerEvents(Stream stdout) : IDisposable
    {
        public void Write(TrainerEvent what)
        {
            stdout.Write([.. JsonSerializer.SerializeToUtf8Bytes(what, TrainerJson.Default.TrainerEvent), (byte)'\n']);
            stdout.Flush();
        }

        public void Dispose() => stdout.Dispose();
    }
}
