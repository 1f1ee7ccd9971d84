using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Programs;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Trainers;

/// <summary>
/// The trainer process: takes one order after the other from stdin, trains on the main thread, tells on stdout, logs on stderr.
/// A fault that it does not know ends the process with its stack trace on stderr; the agent starts another.
/// </summary>
internal static partial class TrainerMain
{
    private const int NoLibTorch = 3;

    /// <param name="device"><c>cpu</c>, or <c>cuda:0</c> for the one GPU that this process sees.</param>
    /// <param name="trainers">The trainer for a model's name; asked once per model, so that it stays warm from order to order.</param>
    /// <param name="allowance">What the trainers were given for their threads.</param>
    /// <param name="data">Where datasets are looked for first; null leaves it to the environment.</param>
    /// <param name="nice">Added to the process's niceness, so that a machine with all cores in training still answers.</param>
    public static int Run(
        Func<string, IRunTrainer> trainers, ThreadAllowance allowance, string device, string? data, int nice)
    {
        // A terminal's Ctrl-C and a job scheduler's SIGTERM reach every process of the group: the agent alone decides what they mean.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var background = BackgroundWork.NotStoppedByTheTerminal();
        if (nice > 0 && OperatingSystem.IsLinux())
            _ = Nice(nice);
        Processes.AdoptOrphans();
        Processes.LearnHowChildrenEnd();

#pragma warning disable RS0030 // The trainer's ends of the pipes to its agent.
        using var events = new TrainerEvents(Console.OpenStandardOutput());
        // What a library prints must not end up between the events.
        Console.SetOut(Console.Error);

        var orders = new BlockingCollection<TakenOrder>();
        new Thread(() => ReadOrders(Console.In, orders, allowance)) { IsBackground = true, Name = "orders" }.Start();
#pragma warning restore RS0030
        var warm = new Dictionary<string, IRunTrainer>();
        using var guard = new ProgramGuard();
        try
        {
            foreach (var order in orders.GetConsumingEnumerable())
            {
                if (order.Order is WarmUpOrder warmUp)
                    WarmUp(warmUp.Model, trainers, warm);
                else
                    events.Write(Follow(order, device, data, events, guard, trainers, warm));
            }
            return 0;
        }
        catch (LibTorchUnavailableException e)
        {
            // This machine is broken, not the order: another agent may well train it.
#pragma warning disable RS0030 // A trainer has no other log.
            Console.Error.WriteLine(e.Message);
#pragma warning restore RS0030
            return NoLibTorch;
        }
    }

    private static void WarmUp(string model, Func<string, IRunTrainer> trainers, Dictionary<string, IRunTrainer> warm)
    {
        // What a program takes, it loads itself.
        if (model == ModelSpec.Program)
            return;
        try
        {
            Warm(model, trainers, warm).WarmUp();
        }
        catch (Exception e) when (e is BadInputException or DataUnavailableException or OutOfMemoryException or ExternalException)
        {
            // It stands in the way of the order as well, which has somebody to tell.
#pragma warning disable RS0030 // A trainer has no other log.
            Console.Error.WriteLine(e.Message);
#pragma warning restore RS0030
        }
    }

    private static OrderEnded Follow(
        TakenOrder taken, string device, string? data, TrainerEvents events, ProgramGuard guard,
        Func<string, IRunTrainer> trainers, Dictionary<string, IRunTrainer> warm)
    {
        try
        {
            switch (taken.Order)
            {
                case TrainOrder { Run.Program: not null } train:
                    var program = Programs(train, data, events, guard);
                    return Ended(train, program.Train(train.Run, train.Checkpoint, new Observer(train, taken, events)));
                case TrainOrder train:
                    return Train(train, new Observer(train, taken, events), trainers, warm);
                case SaveModelOrder save:
                    SavedModel.Write(save.Checkpoint, save.File);
                    return new(Outcome.Completed, $"The model is in {save.File}.");
                case ClassifyOrder classify:
                    events.Write(new Classified(NotebookClassifier.Classify(
                        classify.Weights, classify.Normalisation, device, classify.Precision,
                        classify.Height, classify.Width, classify.Pictures)));
                    return new(Outcome.Completed, "The pictures are classified.");
                case ConvolveOrder convolve:
                    events.Write(new Convolved(Convolutions.Compare(
                        convolve.Batch, new(convolve.Channels, convolve.Height, convolve.Width), convolve.Outputs, convolve.Seed)));
                    return new(Outcome.Completed, "Both convolutions are computed.");
                default:
                    throw new InvalidOperationException($"{taken.Order} is no order to follow.");
            }
        }
        catch (ProgramEndedException e)
        {
            return new(e.Outcome, e.Message, e.AgentsOwn);
        }
        catch (DataUnavailableException e)
        {
            return new(Outcome.BadConfiguration, e.Message, AgentsOwn: true);
        }
        catch (CheckpointUnwritableException e)
        {
            return new(Outcome.AgentLost, e.Message, AgentsOwn: true);
        }
        catch (CheckpointUnusableException e)
        {
            return new(Outcome.CheckpointLost, e.Message);
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

    private static OrderEnded Train(
        TrainOrder order, Observer observer, Func<string, IRunTrainer> trainers, Dictionary<string, IRunTrainer> warm)
    {
        var run = order.Run;
        return Ended(order, Warm(run.Model.Name, trainers, warm).Train(run, order.Checkpoint, observer));
    }

    private static IRunTrainer Warm(string model, Func<string, IRunTrainer> trainers, Dictionary<string, IRunTrainer> warm)
    {
        if (!warm.TryGetValue(model, out var trainer))
            warm.Add(model, trainer = trainers(model));
        return trainer;
    }

    private static OrderEnded Ended(TrainOrder order, RunEnding how) => how switch
    {
        RunEnding.Completed => new(Outcome.Completed, $"Trained to epoch {order.Run.ToEpoch}."),
        RunEnding.Diverged => new(Outcome.Diverged, "The loss is not finite."),
        RunEnding.Stopped => new(Outcome.Cancelled, "Stopped at the epoch's end."),
        RunEnding.OutOfMemory => new(Outcome.OutOfMemory, "The device ran out of memory."),
        var ending => throw new InvalidOperationException($"{ending} is no ending."),
    };

    private static ProgramTrainer Programs(TrainOrder order, string? data, TrainerEvents events, ProgramGuard guard) => new(
        new(order.Code, order.Folder, DatasetFolder.Of(data).Path), new ProgramLog(events), guard, TimeProvider.System,
        ProgramTrainer.Grace);

    private static void ReadOrders(TextReader stdin, BlockingCollection<TakenOrder> orders, ThreadAllowance allowance)
    {
        TakenOrder? latest = null;
        while (stdin.ReadLine() is { } line)
        {
            switch (JsonSerializer.Deserialize(line, TrainerJson.Default.TrainerOrder))
            {
                case StopOrder:
                    latest?.Stop();
                    break;
                case ThreadsOrder(var threads):
                    allowance.Threads = threads;
                    break;
                case { } order:
                    orders.Add(latest = new TakenOrder(order));
                    break;
            }
        }
        // The agent is gone or wants this process gone. An orderly exit would wait for libtorch, which is in the middle of a step;
        // nothing is lost by a hard one, since events are written as they happen and checkpoints appear whole or not at all.
        if (OperatingSystem.IsLinux())
            ExitAtOnce(0);
#pragma warning disable RS0030 // An orderly end would wait for libtorch.
        Environment.Exit(0);
#pragma warning restore RS0030
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitAtOnce(int code);

    [LibraryImport("libc", EntryPoint = "nice")]
    private static partial int Nice(int increment);

    private sealed class TakenOrder(TrainerOrder order)
    {
        private volatile bool stop;
        public TrainerOrder Order => order;
        public bool IsStopped => stop;
        public void Stop() => stop = true;
    }

    private sealed class Observer(TrainOrder order, TakenOrder taken, TrainerEvents events) : IRunObserver
    {
        public bool StopAtEpochEnd => taken.IsStopped;
        public string CheckpointPath(int epoch) => Path.Combine(order.Folder, FormattableString.Invariant($"epoch-{epoch}.checkpoint"));
        public void Started(Provenance provenance) => events.Write(new RunBegun(provenance));
        public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond) =>
            events.Write(new Stepped(epoch, step, steps, meanLoss, imagesPerSecond));
        public void EpochEnded(EpochMetrics metrics, string? checkpoint) => events.Write(new EpochTrained(metrics, checkpoint));
    }

    /// <summary>What a program prints is passed on as it comes, and no faster than the coordinator would keep it.</summary>
    private sealed class ProgramLog(TrainerEvents events) : IProgramLog
    {
        private const int MostInASecond = 256 << 10;
        private const int Kept = 32 << 10;
        private readonly LogValve valve = new(MostInASecond, Kept);
        private readonly long began = TimeProvider.System.GetTimestamp();

        public void Write(string line) => valve.Add(line);

        public void Flush(bool all = false)
        {
            if (valve.Take(TimeProvider.System.GetElapsedTime(began), all) is { Length: > 0 } text)
                events.Write(new Printed(text));
        }
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
