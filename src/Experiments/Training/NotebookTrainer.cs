using System.Runtime.InteropServices;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// Trains the notebook's network by the notebook's recipe: standardised images, cross-entropy, AdamW, a fresh shuffle for every epoch,
/// validation after it in batches of twice the size. Stays warm from order to order: the dataset stays where it is.
/// </summary>
/// <param name="datasets">Finds a dataset; called once for as long as orders ask for the same one.</param>
/// <param name="device"><c>cpu</c> or, for instance, <c>cuda:0</c>.</param>
public sealed class NotebookTrainer(Func<DatasetSpec, Dataset> datasets, string device, TimeProvider clock) : IRunTrainer, IDisposable
{
    private const int FewPictures = 16;

    private (DatasetSpec Spec, PreparedDataset Data)? prepared;

    public RunEnding Train(RunOrder order, string? checkpoint, IRunObserver observer)
    {
        if (order.Model.Name != ModelSpec.NotebookCnn)
            throw new BadInputException($"This trainer trains {ModelSpec.NotebookCnn} and was asked for {order.Model.Name}.");
        LibTorch.Load();
        try
        {
            using var noGradient = no_grad();
            return TrainEpochs(order, checkpoint, observer);
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            return RunEnding.OutOfMemory;
        }
    }

    /// <summary>
    /// Trains an epoch of a few pictures, of which nothing is kept: libtorch is loaded then, and every function that training takes has
    /// been compiled.
    /// </summary>
    public void WarmUp()
    {
        LibTorch.Load();
        using var noGradient = no_grad();
        var on = TrainingDevice.Of(device);
        var parameters = new RunParameters(learningRate: 1e-3, weightDecay: 1e-3, batchSize: FewPictures / 2, seed: 0);
        using var data = PreparedDataset.Of(Shapes10.Generate(FewPictures, FewPictures), on.Torch);
        using var state = TrainingState.From(Checkpoint.Initial(parameters.Seed), on.Torch);
        new EpochLoop(parameters, data, state, ScalarType.Float32, scaled: false, clock).Run(1, Nobody.Listens);
    }

    private RunEnding TrainEpochs(RunOrder order, string? checkpoint, IRunObserver observer)
    {
        var on = TrainingDevice.Of(device);
        var precision = on.Resolve(order.Precision);
        var data = Prepare(order.Dataset, on);
        using var state = TrainingState.From(Start(order, checkpoint), on.Torch);
        var loop = new EpochLoop(order.Parameters, data, state, on.Kind(precision), scaled: precision == Precision.Mixed, clock);
        observer.Started(new(data.Fingerprint, on.Name, on.Model, LibTorch.Version, ProgramVersion.Text, precision, on.Driver));
        return RunLoop.Run(
            order, observer, epoch => loop.Run(epoch, observer), (epoch, path) => state.ToCheckpoint(epoch).Write(path));
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

    private PreparedDataset Prepare(DatasetSpec spec, TrainingDevice on)
    {
        if (prepared is { } warm && warm.Spec == spec)
            return warm.Data;
        Dispose();
        var data = PreparedDataset.Of(datasets(spec), on.Torch);
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
        prepared = null;
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
