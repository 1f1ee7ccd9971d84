using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Direct;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Training.Direct;

public sealed class DirectArithmeticTests
{
    private static readonly RunParameters Recipe = new(1e-3, 1e-3, 8, Some.Seed);

    /// <summary>
    /// The whole training step against loops and finite differences in float64: after the first step AdamW's m is a tenth of the gradient.
    /// </summary>
    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 16)]
    public void TheGradient_EqualsFiniteDifferencesOfTheLoops(int height, int width)
    {
        var dataset = NotebookCnnTests.Dataset(height, width);
        using var arithmetic = Of<Lanes256>(dataset, Checkpoint.Initial(Some.Seed));
        arithmetic.BeginEpoch([0, 1]);
        arithmetic.Train(0, 1);
        var gradient = arithmetic.ToCheckpoint(1).Values.Skip(NotebookCnn.ParameterCount).Select(m => m / (1 - 0.9)).ToArray();

        var parameters = NotebookCnn.Initialise(Some.Seed).Select(p => (double)p).ToArray();
        var x = NotebookCnnTests.Standardised(dataset.Train);
        Assert.Equal(new ReferenceNetwork(parameters).Loss(x, dataset.Train.Labels), arithmetic.TrainLoss / dataset.Train.Count, 1e-6);
        foreach (var parameter in NotebookCnn.Parameters)
            foreach (var i in new[] { parameter.Offset, parameter.Offset + (parameter.Length / 3), parameter.Offset + parameter.Length - 1 })
                Assert.Equal(Slope(i), gradient[i], 1e-6);

        double Slope(int i)
        {
            const double Step = 1e-6;
            return (LossAt(Step) - LossAt(-Step)) / (2 * Step);

            double LossAt(double move)
            {
                var moved = (double[])parameters.Clone();
                moved[i] += move;
                return new ReferenceNetwork(moved).Loss(x, dataset.Train.Labels);
            }
        }
    }

    /// <summary>Every number of the state against libtorch's, after a step from a state in which moments and parameters are no longer simple.</summary>
    [Theory]
    [InlineData(32, 8)]
    [InlineData(32, 3)]
    [InlineData(16, 1)]
    public void AStep_IsLibtorchsButForRounding(int size, int batch)
    {
        var data = Some.Dataset(size: size);
        var (start, order) = (Trained(data, 5), Enumerable.Range(0, batch).Select(i => (long)i).ToArray());
        using var direct = Of<Lanes256>(data, start, batch);
        using var torch = Torch(data, start, batch);
        foreach (var arithmetic in new IArithmetic[] { direct, torch })
        {
            arithmetic.BeginEpoch(order);
            arithmetic.Train(0, 1);
        }

        Assert.Equal(torch.TrainLoss / batch, direct.TrainLoss / batch, 1e-5);
        var (ours, theirs) = (direct.ToCheckpoint(1), torch.ToCheckpoint(1));
        Assert.Equal(theirs.Steps, ours.Steps);
        foreach (var part in new[] { 0, 1, 2 })
        {
            var range = new Range(part * NotebookCnn.ParameterCount, (part + 1) * NotebookCnn.ParameterCount);
            var greatest = theirs.Values[range].Max(Math.Abs);
            Assert.All(ours.Values[range].Zip(theirs.Values[range]), pair => Assert.Equal(pair.Second, pair.First, 2e-5 * greatest));
        }
    }

    [Fact]
    public void AValidation_IsLibtorchsButForRounding()
    {
        var data = Some.Dataset(validation: 37, size: 32);
        var start = Trained(data, 60);
        using var direct = Of<Lanes256>(data, start);
        using var torch = Torch(data, start);
        var (ours, theirs) = (direct.Validate(), torch.Validate());

        Assert.Equal(theirs.Loss / 37, ours.Loss / 37, 1e-5);
        Assert.Equal(theirs.Right, ours.Right);
    }

    /// <summary>
    /// Registers of AVX-512 and of AVX2 give the same bits, of one and the same code; where a processor has not got them, .NET computes in
    /// their place what they would.
    /// </summary>
    [Theory]
    [InlineData(32, 8)]
    [InlineData(16, 5)]
    [InlineData(8, 1)]
    public void BothWidths_GiveTheSameBits(int size, int batch)
    {
        var data = Some.Dataset(train: 21, validation: 9, size: size);
        using var narrow = Of<Lanes256>(data, Checkpoint.Initial(Some.Seed), batch);
        using var wide = Of<Lanes512>(data, Checkpoint.Initial(Some.Seed), batch);
        foreach (var arithmetic in new IArithmetic[] { narrow, wide })
        {
            arithmetic.BeginEpoch([.. Enumerable.Range(0, 21).Select(i => (long)i)]);
            arithmetic.Train(0, (21 + batch - 1) / batch);
        }

        Assert.Equal(narrow.TrainLoss, wide.TrainLoss);
        Assert.Equal(narrow.ToCheckpoint(1).Values, wide.ToCheckpoint(1).Values);
        Assert.Equal(narrow.Validate(), wide.Validate());
    }

    /// <summary>Threads come and go while it trains.</summary>
    [Fact]
    public void AnyNumberOfThreads_GivesTheSameBits()
    {
        var data = Some.Dataset(train: 83, validation: 70);
        var allowance = new ThreadAllowance();
        using var alone = Of<Lanes256>(data, Checkpoint.Initial(Some.Seed));
        using var helped = Of<Lanes256>(data, Checkpoint.Initial(Some.Seed), allowance: allowance);
        long[] order = [.. Enumerable.Range(0, 83).Select(i => (long)i)];
        alone.BeginEpoch(order);
        helped.BeginEpoch(order);
        foreach (var (threads, first, last) in new[] { (3, 0, 4), (1, 4, 5), (2, 5, 8), (9, 8, 11) })
        {
            allowance.Threads = threads;
            helped.Train(first, last);
        }
        alone.Train(0, 11);

        Assert.Equal(alone.TrainLoss, helped.TrainLoss);
        Assert.Equal(alone.ToCheckpoint(1).Values, helped.ToCheckpoint(1).Values);
        Assert.Equal(alone.Validate(), helped.Validate());
    }

    [Fact]
    public void ACheckpoint_ComesOutAsItWentIn()
    {
        var data = Some.Dataset();
        var start = Trained(data, 3);
        using var arithmetic = Of<Lanes256>(data, start);

        Assert.Equal(start.Values, arithmetic.ToCheckpoint(1).Values);
        Assert.Equal((start.Steps, start.LossScale, start.GoodSteps), (3, arithmetic.ToCheckpoint(1).LossScale, arithmetic.ToCheckpoint(1).GoodSteps));
    }

    [Theory]
    [InlineData(32, 32, true)]
    [InlineData(8, 48, true)]
    [InlineData(12, 16, false)]
    [InlineData(16, 20, false)]
    public void SizesThatComeOutEven_AreTaken(int height, int width, bool taken) =>
        Assert.Equal(taken, DirectArithmetic.Takes(NotebookCnnTests.Dataset(height, width)));

    /// <summary>A state some steps into a training, by libtorch.</summary>
    private static Checkpoint Trained(Dataset data, int steps)
    {
        using var arithmetic = Torch(data, Checkpoint.Initial(Some.Seed));
        arithmetic.BeginEpoch([.. Enumerable.Range(0, data.Train.Count * 8).Select(i => (long)i % data.Train.Count)]);
        arithmetic.Train(0, steps);
        return arithmetic.ToCheckpoint(1);
    }

    private static DirectArithmetic<T> Of<T>(Dataset data, Checkpoint start, int batch = 8, ThreadAllowance? allowance = null)
        where T : struct, ILanes<T> => new(
            Recipe.With("batchSize", ParameterValue.Of((long)batch)), data, new(Standardisation.By(ChannelStatistics.Of(data.Train))), start,
            allowance ?? new());

    private static TorchRun Torch(Dataset data, Checkpoint start, int batch = 8) =>
        new(Recipe.With("batchSize", ParameterValue.Of((long)batch)), data, start);

    /// <summary>libtorch's, with what it stands on.</summary>
    private sealed class TorchRun : IArithmetic
    {
        private readonly PreparedDataset data;
        private readonly IDisposable noGradient;
        private readonly TorchArithmetic arithmetic;

        public TorchRun(RunParameters recipe, Dataset dataset, Checkpoint start)
        {
            LibTorch.Load();
            noGradient = TorchSharp.torch.no_grad();
            data = PreparedDataset.Of(dataset, TorchSharp.torch.CPU);
            arithmetic = new(recipe, data, start, TorchSharp.torch.CPU, TorchSharp.torch.ScalarType.Float32, scaled: false);
        }

        public double TrainLoss => arithmetic.TrainLoss;

        public void BeginEpoch(long[] order) => arithmetic.BeginEpoch(order);

        public void Train(int first, int last) => arithmetic.Train(first, last);

        public (double Loss, long Right) Validate() => arithmetic.Validate();

        public Checkpoint ToCheckpoint(int epoch) => arithmetic.ToCheckpoint(epoch);

        public void Dispose()
        {
            arithmetic.Dispose();
            data.Dispose();
            noGradient.Dispose();
        }
    }
}
