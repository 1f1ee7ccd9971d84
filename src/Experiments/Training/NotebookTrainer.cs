using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training.Direct;
using Sweep.Experiments.Trials;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// Trains the notebook's network by the notebook's recipe: standardised images, cross-entropy, AdamW, a fresh shuffle for every epoch,
/// validation after it in batches of twice the size. Stays warm from order to order: the dataset stays where it is.
/// </summary>
/// <param name="datasets">Finds a dataset; called once for as long as orders ask for the same one.</param>
/// <param name="device"><c>cpu</c> or, for instance, <c>cuda:0</c>.</param>
/// <param name="allowance">Threads on a processor; null is always one.</param>
public sealed class NotebookTrainer(
    Func<DatasetSpec, Dataset> datasets, string device, TimeProvider clock, ThreadAllowance? allowance = null) : IRunTrainer, IDisposable
{
    private const int FewPictures = 16;

    private readonly ThreadAllowance allowance = allowance ?? new();
    private (DatasetSpec Spec, Dataset Data)? loaded;
    private StandardPixels? pixels;
    private (DatasetSpec Spec, PreparedDataset Data)? prepared;

    public RunEnding Train(RunOrder order, string? checkpoint, IRunObserver observer)
    {
        if (order.Model.Name != ModelSpec.NotebookCnn)
            throw new BadInputException($"This trainer trains {ModelSpec.NotebookCnn} and was asked for {order.Model.Name}.");
        try
        {
            var on = TrainingDevice.Of(device);
            var precision = on.Resolve(order.Precision);
            // Before libtorch, which takes longer to load than many an epoch to train.
            return !on.Cuda && precision == Precision.Fp32 && order.Arithmetic != Arithmetics.LibTorch
                && Load(order.Dataset) is var data && DirectArithmetic.Takes(data)
                ? TrainDirectly(order, checkpoint, observer, on, data)
                : TrainByLibTorch(order, checkpoint, observer, on, precision);
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            return RunEnding.OutOfMemory;
        }
    }

    /// <summary>
    /// Trains an epoch of a few pictures, of which nothing is kept: every function that training takes has been compiled then, and libtorch
    /// is loaded where it is what trains.
    /// </summary>
    public void WarmUp()
    {
        var (on, few) = (TrainingDevice.Of(device), Shapes10.Generate(FewPictures, FewPictures));
        var parameters = new RunParameters(learningRate: 1e-3, weightDecay: 1e-3, batchSize: FewPictures / 2, seed: 0);
        if (on.Cuda || !DirectArithmetic.Takes(few))
            WarmUpLibTorch(parameters, few, on);
        else
            TrainAnEpoch(parameters, DirectArithmetic.For(
                parameters, few, new(Standardisation.By(ChannelStatistics.Of(few.Train))), Checkpoint.Initial(parameters.Seed), allowance));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WarmUpLibTorch(RunParameters parameters, Dataset few, TrainingDevice on)
    {
        LibTorch.Load();
        using var noGradient = no_grad();
        using var data = PreparedDataset.Of(few, on.Torch);
        TrainAnEpoch(parameters, new TorchArithmetic(
            parameters, data, Checkpoint.Initial(parameters.Seed), on.Torch, ScalarType.Float32, scaled: false));
    }

    private void TrainAnEpoch(RunParameters parameters, IArithmetic arithmetic)
    {
        using (arithmetic)
            new EpochLoop(parameters, FewPictures, FewPictures, arithmetic, clock).Run(1, Nobody.Listens);
    }

    private RunEnding TrainDirectly(RunOrder order, string? checkpoint, IRunObserver observer, TrainingDevice on, Dataset data)
    {
        pixels ??= new(Standardisation.By(ChannelStatistics.Of(data.Train)));
        using var arithmetic = DirectArithmetic.For(order.Parameters, data, pixels, Start(order, checkpoint), allowance);
        return TrainEpochs(order, observer, data.Train.Count, data.Validation.Count, arithmetic, new(
            data.Fingerprint, on.Name, on.Model, Provenance.NoLibtorch, ProgramVersion.Text, Precision.Fp32, on.Driver)
        {
            Arithmetic = Arithmetics.Direct,
        });
    }

    // On its own, so that TorchSharp is not dragged in where it is not used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private RunEnding TrainByLibTorch(
        RunOrder order, string? checkpoint, IRunObserver observer, TrainingDevice on, Precision precision)
    {
        LibTorch.Load();
        using var noGradient = no_grad();
        var data = Prepare(order.Dataset, on);
        using var arithmetic = new TorchArithmetic(
            order.Parameters, data, Start(order, checkpoint), on.Torch, on.Kind(precision), scaled: precision == Precision.Mixed);
        return TrainEpochs(order, observer, data.Train.Count, data.Validation.Count, arithmetic,
            new(data.Fingerprint, on.Name, on.Model, LibTorch.Version, ProgramVersion.Text, precision, on.Driver));
    }

    private RunEnding TrainEpochs(
        RunOrder order, IRunObserver observer, int images, int validationImages, IArithmetic arithmetic, Provenance provenance)
    {
        var loop = new EpochLoop(order.Parameters, images, validationImages, arithmetic, clock);
        observer.Started(provenance);
        return RunLoop.Run(
            order, observer, epoch => loop.Run(epoch, observer), (epoch, path) => arithmetic.ToCheckpoint(epoch).Write(path));
    }

    private static Checkpoint Start(RunOrder order, string? checkpoint)
    {
        if (checkpoint is null)
            return Checkpoint.Initial(order.Parameters.Seed);
        var start = Checkpoint.Read(checkpoint);
        return start.Epoch == order.FromEpoch
            ? start
            : throw new CheckpointUnusableException(
                $"The checkpoint {checkpoint} is of epoch {start.Epoch} and the order continues from epoch {order.FromEpoch}.");
    }

    private Dataset Load(DatasetSpec spec)
    {
        if (loaded is { } warm && warm.Spec == spec)
            return warm.Data;
        Dispose();
        var data = datasets(spec);
        loaded = (spec, data);
        return data;
    }

    private PreparedDataset Prepare(DatasetSpec spec, TrainingDevice on)
    {
        if (prepared is { } warm && warm.Spec == spec)
            return warm.Data;
        var data = PreparedDataset.Of(Load(spec), on.Torch);
        // libtorch has a copy of its own.
        Dispose();
        prepared = (spec, data);
        return data;
    }

    /// <summary>
    /// libtorch reports everything as one type of exception; the words are those of its CUDA and CPU allocators, of cuBLAS and of cuDNN.
    /// </summary>
    internal static bool IsOutOfMemory(Exception e) => e is OutOfMemoryException
        || (e is ExternalException && OutOfMemoryWords.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));

    private static readonly string[] OutOfMemoryWords = ["out of memory", "can't allocate memory", "bad_alloc", "STATUS_ALLOC_FAILED"];

    public void Dispose()
    {
        prepared?.Data.Dispose();
        (loaded, pixels, prepared) = (null, null, null);
    }

    private sealed class Nobody : IRunObserver
    {
        public static readonly Nobody Listens = new();

        public bool StopAtEpochEnd => false;

        public void Started(Provenance provenance)
        {
        }

        public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond)
        {
        }

        public void EpochEnded(EpochMetrics metrics, string? checkpoint)
        {
        }

        public string CheckpointPath(int epoch) => "";
    }
}
