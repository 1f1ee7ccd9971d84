using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Training;

public sealed class NotebookTrainerTests
{
    [Theory]
    [InlineData(Precision.Fp32, null)]
    [InlineData(Precision.Fp32, Arithmetics.LibTorch)]
    [InlineData(Precision.Mixed, null)]
    public void TheSameOrderTwice_IsBitIdentical(Precision precision, string? arithmetic)
    {
        var dataset = Some.Dataset();
        var order = Some.Order(epochs: 2, precision: precision, arithmetic: arithmetic);
        using var first = RunOnDisk.Train(order, dataset);
        using var second = RunOnDisk.Train(order, dataset);

        Assert.Equal(first.Results, second.Results);
        Assert.Equal(first.StateAfter(2), second.StateAfter(2));
    }

    /// <summary>With one image a batch the linear layer is a vector times a matrix, whose sums MKL adds up by where they lie in memory.</summary>
    [Fact]
    public void TheSameOrder_IsBitIdentical_WhereverItsStateLiesInMemory()
    {
        var dataset = Some.Dataset(train: 24, validation: 8);
        var order = Some.Order(batchSize: 1, arithmetic: Arithmetics.LibTorch);
        using var first = RunOnDisk.Train(order, dataset);
        var between = new List<float[]>();
        for (var shift = 1; shift <= 8; shift++)
        {
            between.Add(new float[30_000 + (2 * shift)]);
            using var again = RunOnDisk.Train(order, dataset);
            Assert.Equal(first.StateAfter(1), again.StateAfter(1));
        }
        GC.KeepAlive(between);
    }

    [Fact]
    public void ATrainerThatWasWarmedUp_TrainsAsOneThatWasNot()
    {
        var dataset = Some.Dataset();
        using var warm = new NotebookTrainer(_ => dataset, "cpu", TimeProvider.System);
        warm.WarmUp();
        using var first = RunOnDisk.Train(warm, Some.Order(epochs: 2));
        using var second = RunOnDisk.Train(Some.Order(epochs: 2), dataset);

        Assert.Equal(first.Results, second.Results);
        Assert.Equal(first.StateAfter(2), second.StateAfter(2));
    }

    [Fact]
    public void AWarmTrainer_TrainsAsAColdOne()
    {
        var loads = 0;
        var dataset = Some.Dataset();
        using var trainer = new NotebookTrainer(_ => { loads++; return dataset; }, "cpu", TimeProvider.System);
        using var first = RunOnDisk.Train(trainer, Some.Order(epochs: 2));
        using var other = RunOnDisk.Train(trainer, Some.Order(epochs: 1, lr: 1e-2, batchSize: 5));
        using var again = RunOnDisk.Train(trainer, Some.Order(epochs: 2));

        Assert.Equal(first.StateAfter(2), again.StateAfter(2));
        Assert.NotEqual(first.StateAfter(1), other.StateAfter(1));
        Assert.Equal(1, loads);
    }

    [Theory]
    [InlineData(Precision.Fp32, null)]
    [InlineData(Precision.Fp32, Arithmetics.LibTorch)]
    [InlineData(Precision.Mixed, null)]
    public void AResumedRun_EqualsAnUninterruptedOne(Precision precision, string? arithmetic)
    {
        var dataset = Some.Dataset();
        var order = Some.Order(epochs: 3, precision: precision, arithmetic: arithmetic);
        using var whole = RunOnDisk.Train(order, dataset);
        using var begun = RunOnDisk.Train(order, dataset, stopAfter: 1);
        using var resumed = RunOnDisk.Train(order with { From = new(1, "", 0) }, dataset, begun.CheckpointPath(1));

        Assert.Equal(RunEnding.Stopped, begun.Ending);
        Assert.Equal(RunEnding.Completed, resumed.Ending);
        Assert.Equal(whole.Results.Skip(1), resumed.Results);
        Assert.Equal(whole.StateAfter(3), resumed.StateAfter(3));
    }

    [Fact]
    public void ThreeEpochs_PassExactlyThroughOneAndTwo()
    {
        var dataset = Some.Dataset();
        using var three = RunOnDisk.Train(Some.Order(epochs: 3), dataset);
        using var two = RunOnDisk.Train(Some.Order(epochs: 2), dataset);
        using var one = RunOnDisk.Train(Some.Order(epochs: 1), dataset);

        Assert.Equal(three.Results.Take(2), two.Results);
        Assert.Equal(three.Results.Take(1), one.Results);
        Assert.Equal(three.StateAfter(2), two.StateAfter(2));
    }

    [Fact]
    public void AnotherSeed_IsAnotherRun()
    {
        var dataset = Some.Dataset();
        var order = Some.Order();
        using var one = RunOnDisk.Train(order, dataset);
        using var other = RunOnDisk.Train(order with { Parameters = order.Parameters.With("seed", ParameterValue.Of((long)Some.Seed + 1)) }, dataset);

        Assert.NotEqual(one.Epochs[0].TrainLoss, other.Epochs[0].TrainLoss);
    }

    [Fact]
    public void Training_LowersTheLossAndLearns()
    {
        using var run = RunOnDisk.Train(Some.Order(epochs: 6, lr: 3e-3), Some.Dataset(train: 256));

        Assert.Equal(RunEnding.Completed, run.Ending);
        Assert.True(run.Epochs[^1].TrainLoss < 0.8 * run.Epochs[0].TrainLoss);
        Assert.True(run.Epochs[^1].ValAccuracy > 0.3, $"accuracy {run.Epochs[^1].ValAccuracy}");
        Assert.Equal("cpu", run.Provenance!.Device);
        Assert.Equal(Precision.Fp32, run.Provenance.Precision);
    }

    [Theory]
    [InlineData(Precision.Fp32, null)]
    [InlineData(Precision.Fp32, Arithmetics.LibTorch)]
    [InlineData(Precision.Mixed, null)]
    public void AnAbsurdLearningRate_Diverges(Precision precision, string? arithmetic)
    {
        using var run = RunOnDisk.Train(Some.Order(epochs: 5, lr: 1e10, precision: precision, arithmetic: arithmetic), Some.Dataset());

        Assert.Equal(RunEnding.Diverged, run.Ending);
        Assert.True(run.Epochs[^1].Diverged);
        Assert.Null(run.Checkpoints[^1]);
        Assert.True(run.Epochs.Count < 5);
    }

    [Fact]
    public void TheLastPartialBatch_IsTrained()
    {
        using var run = RunOnDisk.Train(Some.Order(batchSize: 7), Some.Dataset(train: 50, validation: 33));

        Assert.Equal(8, run.LastStep);
        Assert.Equal(8, Checkpoint.Read(run.CheckpointPath(1)).Steps);
        Assert.Equal(Math.Round(run.Epochs[0].ValAccuracy * 33), run.Epochs[0].ValAccuracy * 33, 1e-9);
    }

    [Fact]
    public void ALossPerImage_DoesNotDependOnTheValidationBatch()
    {
        var dataset = Some.Dataset(validation: 33);
        var order = Some.Order(lr: 1e-30);
        using var small = RunOnDisk.Train(order, dataset);
        using var large = RunOnDisk.Train(order with { Parameters = order.Parameters.With("batchSize", ParameterValue.Of(64L)) }, dataset);

        Assert.Equal(small.Epochs[0].ValLoss, large.Epochs[0].ValLoss, 1e-5);
        Assert.Equal(small.Epochs[0].TrainLoss, large.Epochs[0].TrainLoss, 1e-5);
    }

    [Theory]
    [InlineData(32, Arithmetics.Direct)]
    [InlineData(18, null)]
    [InlineData(13, null)]
    public void AnyResolution_Trains(int size, string? arithmetic)
    {
        using var run = RunOnDisk.Train(Some.Order(), Some.Dataset(train: 16, validation: 8, size: size));

        Assert.Equal(RunEnding.Completed, run.Ending);
        Assert.Equal(arithmetic, run.Provenance!.Arithmetic);
    }

    /// <summary>What an older program began is continued, and reproduced, by what it was begun with.</summary>
    [Theory]
    [InlineData(null, Arithmetics.Direct)]
    [InlineData(Arithmetics.Direct, Arithmetics.Direct)]
    [InlineData(Arithmetics.LibTorch, Arithmetics.LibTorch)]
    [InlineData("one of a later program", Arithmetics.Direct)]
    public void AnArithmetic_IsTheOneThatWasAskedFor_AndTold(string? asked, string used)
    {
        using var run = RunOnDisk.Train(Some.Order(arithmetic: asked), Some.Dataset(train: 8, validation: 8));

        Assert.Equal(used, run.Provenance!.SameArithmetic);
        Assert.Equal(used == Arithmetics.LibTorch, run.Provenance.Libtorch == LibTorch.Version);
    }

    [Fact]
    public void ACheckpointOfAnotherEpoch_IsRefused()
    {
        var dataset = Some.Dataset();
        using var run = RunOnDisk.Train(Some.Order(), dataset);

        var refusal = Assert.Throws<CheckpointUnusableException>(() => RunOnDisk.Train(Some.Order(epochs: 5, from: new(3, "", 0)), dataset, run.CheckpointPath(1)));
        Assert.Contains("epoch 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutOfMemory_IsAnEnding()
    {
        LibTorch.Load();
        using var trainer = new NotebookTrainer(_ => throw Allocate(), "cpu", TimeProvider.System);
        using var run = RunOnDisk.Train(trainer, Some.Order());

        Assert.Equal(RunEnding.OutOfMemory, run.Ending);

        // What libtorch really says when it is asked for a petabyte.
        static Exception Allocate() => Record.Exception(() => TorchSharp.torch.empty(1L << 48))!;
    }
}
