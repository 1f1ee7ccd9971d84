using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Trainers;

/// <summary>Against the real program in a process of its own.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class TrainerProcessTests
{
    private const int LongEpoch = 600_000;

    [Fact]
    public async Task Order_IsTrainedEpochByEpochWithACheckpointEach()
    {
        using var trainer = new TrainerInTest();
        var told = await trainer.TrainToEnd(Some.Order(toEpoch: 3));

        Assert.IsType<RunBegun>(told[0]);
        var epochs = told.OfType<EpochTrained>().ToList();
        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.Metrics.Epoch));
        Assert.All(epochs, epoch => Assert.True(File.Exists(epoch.Checkpoint)));
        Assert.Equal(Outcome.Completed, Assert.IsType<OrderEnded>(told[^1]).Outcome);
    }

    [Fact]
    public async Task WarmUp_HasNoAnswer_EvenOfAModelThatIsUnknown()
    {
        using var trainer = new TrainerInTest();
        foreach (var model in new[] { ModelSpec.Simulated, ModelSpec.Program, "of another program" })
            trainer.Process.Order(new WarmUpOrder(model));

        var told = await trainer.TrainToEnd(Some.Order(toEpoch: 1));

        Assert.Equal([typeof(RunBegun), typeof(EpochTrained), typeof(OrderEnded)], trainer.Told.All.Select(one => one.GetType()));
        Assert.Equal(told, trainer.Told.All);
    }

    [Fact]
    public async Task WarmTrainer_TakesOrderAfterOrderAndGivesTheSameMetricsAgain()
    {
        using var trainer = new TrainerInTest();
        var first = await trainer.TrainToEnd(Some.Order(toEpoch: 2));
        var other = await trainer.TrainToEnd(Some.Order(toEpoch: 2, lr: 0.01));
        var again = await trainer.TrainToEnd(Some.Order(toEpoch: 2));

        Assert.Equal(Curve(first), Curve(again));
        Assert.NotEqual(Curve(first), Curve(other));
        Assert.False(trainer.HasExited);
    }

    [Fact]
    public async Task ContinuedFromACheckpoint_TheRestIsTheSame()
    {
        using var trainer = new TrainerInTest();
        var whole = (await trainer.TrainToEnd(Some.Order(toEpoch: 4))).OfType<EpochTrained>().ToList();
        var kept = trainer.Folder["kept"];
        File.Copy(whole[1].Checkpoint!, kept);

        var order = Some.Order(toEpoch: 4, from: new CheckpointReference(2, new string('a', 64), new FileInfo(kept).Length));
        var rest = await trainer.TrainToEnd(order, kept);

        Assert.Equal(Curve(whole)[2..], Curve(rest));
    }

    [Fact]
    public async Task StopOrder_EndsTheRunAtItsEpochsEnd()
    {
        using var trainer = new TrainerInTest();
        trainer.Train(Some.Order(toEpoch: 100_000, epochMilliseconds: 20));
        await trainer.Told.First<EpochTrained>();
        trainer.Process.Order(new StopOrder());

        Assert.Equal(Outcome.Cancelled, (await trainer.Told.First<OrderEnded>()).Outcome);
        Assert.IsType<EpochTrained>(trainer.Told.All[^2]);
        Assert.Equal(Outcome.Completed, ((OrderEnded)(await trainer.TrainToEnd(Some.Order(toEpoch: 1)))[^1]).Outcome);
    }

    [Fact]
    public async Task StopOrderBetweenRuns_DoesNotTouchTheNext()
    {
        using var trainer = new TrainerInTest();
        await trainer.TrainToEnd(Some.Order(toEpoch: 1));
        trainer.Process.Order(new StopOrder());
        Assert.Equal(Outcome.Completed, ((OrderEnded)(await trainer.TrainToEnd(Some.Order(toEpoch: 3)))[^1]).Outcome);
    }

    [Fact]
    public async Task HugeLearningRate_EndsAsDivergedWithoutACheckpoint()
    {
        using var trainer = new TrainerInTest();
        var told = await trainer.TrainToEnd(Some.Order(toEpoch: 50, lr: 1e10));

        Assert.Equal(Outcome.Diverged, Assert.IsType<OrderEnded>(told[^1]).Outcome);
        var last = told.OfType<EpochTrained>().Last();
        Assert.True(last.Metrics.Diverged);
        Assert.Null(last.Checkpoint);
    }

    [Fact]
    public async Task UnknownModel_IsABadConfigurationAndTheTrainerLivesOn()
    {
        using var trainer = new TrainerInTest();
        var told = await trainer.TrainToEnd(Some.Order(toEpoch: 1, model: "perceptron"));

        var ended = Assert.IsType<OrderEnded>(Assert.Single(told));
        Assert.Equal(Outcome.BadConfiguration, ended.Outcome);
        Assert.Contains("perceptron", ended.Detail, StringComparison.Ordinal);
        Assert.Equal(Outcome.Completed, ((OrderEnded)(await trainer.TrainToEnd(Some.Order(toEpoch: 1)))[^1]).Outcome);
    }

    [Fact]
    public async Task ACheckpointWithBadContent_IsALostOne_AndTheTrainerLivesOn()
    {
        using var trainer = new TrainerInTest();
        var poisoned = trainer.Folder["poisoned"];
        File.WriteAllText(poisoned, """{"Epoch":1,"State":"zz"}""");
        var told = await trainer.TrainToEnd(Some.Order(toEpoch: 2, from: new CheckpointReference(1, new string('a', 64), 24)), poisoned);

        Assert.Equal(Outcome.CheckpointLost, Assert.IsType<OrderEnded>(told[^1]).Outcome);
        Assert.Equal(Outcome.Completed, ((OrderEnded)(await trainer.TrainToEnd(Some.Order(toEpoch: 1)))[^1]).Outcome);
    }

    [Fact]
    public async Task KilledTrainer_IsToldWithItsSignal()
    {
        using var trainer = new TrainerInTest();
        trainer.Train(Some.Order(toEpoch: 2, epochMilliseconds: LongEpoch));
        await trainer.Told.First<RunBegun>();
        Signals.Send(trainer.Pid, Signals.Kill);

        var exit = await trainer.Exit;
        Assert.Equal(128 + Signals.Kill, exit.Code);
        Assert.Contains("signal 9", exit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnforeseenException_EndsTheTrainerWithItsTraceOnStderr()
    {
        using var trainer = new TrainerInTest();
        trainer.Train(Some.Order(toEpoch: 2, from: new CheckpointReference(1, new string('a', 64), 1)), trainer.Folder["is-not-there"]);

        var exit = await trainer.Exit;
        Assert.NotEqual(0, exit.Code);
        Assert.Contains(exit.Stderr, line => line.Contains("is-not-there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EndOfStdin_EndsTheTrainerInTheMiddleOfAnEpoch()
    {
        using var folder = new TemporaryFolder();
        using var trainer = Process.Start(Some.TrainerCommand.For(Some.Slots(1)[0]))!;
        TrainerOrder order = new TrainOrder(Some.Order(toEpoch: 2, epochMilliseconds: LongEpoch), null, folder.Path);
        await trainer.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, TrainerJson.Default.TrainerOrder));
        await trainer.StandardInput.FlushAsync();
        Assert.Contains("started", await trainer.StandardOutput.ReadLineAsync(Some.Soon()), StringComparison.Ordinal);

        trainer.StandardInput.Close();
        await trainer.WaitForExitAsync(Some.Soon());
        Assert.Equal(0, trainer.ExitCode);
    }

    [Fact]
    public async Task InterruptAndTerminate_AreLeftToTheAgent()
    {
        using var trainer = new TrainerInTest();
        trainer.Train(Some.Order(toEpoch: 5, epochMilliseconds: 50));
        await trainer.Told.First<RunBegun>();
        Signals.Send(trainer.Pid, Signals.Interrupt);
        Signals.Send(trainer.Pid, Signals.Terminate);

        Assert.Equal(Outcome.Completed, (await trainer.Told.First<OrderEnded>()).Outcome);
        Assert.False(trainer.HasExited);
    }

    [Fact]
    public async Task TrainerOfACore_HasOneThreadAndSteppedBack()
    {
        using var trainer = new TrainerInTest();
        trainer.Train(Some.Order(toEpoch: 2, epochMilliseconds: LongEpoch));
        await trainer.Told.First<RunBegun>();

        var stat = await File.ReadAllTextAsync($"/proc/{trainer.Pid}/stat");
        // Field 19 of the line, counted from 1; the second ends with the last parenthesis.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var own = await File.ReadAllTextAsync("/proc/self/stat");
        var ownNice = int.Parse(own[(own.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
        Assert.Equal(Math.Min(19, ownNice + 5), int.Parse(fields[16], CultureInfo.InvariantCulture));

        var environment = (await File.ReadAllTextAsync($"/proc/{trainer.Pid}/environ")).Split('\0');
        Assert.Contains("OMP_NUM_THREADS=1", environment);
        Assert.Contains("MKL_NUM_THREADS=1", environment);
        Assert.Contains("CUDA_VISIBLE_DEVICES=", environment);
    }

    private static List<(int, double, double, double)> Curve(IEnumerable<TrainerEvent> told) =>
        [.. told.OfType<EpochTrained>().Select(epoch => (epoch.Metrics.Epoch, epoch.Metrics.TrainLoss, epoch.Metrics.ValLoss, epoch.Metrics.ValAccuracy))];
}
