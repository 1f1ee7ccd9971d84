using Sweep.Experiments.Data;
using Sweep.Experiments.Trials;
using Sweep.Files;

namespace Sweep.Experiments.Running;

/// <summary>
/// Follows closed-form curves instead of training, needs no libtorch and no data, and takes <c>ModelSpec.EpochMilliseconds</c> of wall
/// clock for an epoch. Everything else is real: epochs, checkpoints, divergence, stopping and continuing.
/// </summary>
public sealed class SimulatedTrainer : IRunTrainer
{
    /// <summary>How long it waits at most before it tells where it is.</summary>
    private const int SliceMilliseconds = 500;

    public RunEnding Train(RunOrder order, string? checkpoint, IRunObserver observer)
    {
        observer.Started(ProvenanceOf(order));
        var state = checkpoint is null ? SimulatedCurve.Initial(order.Parameters) : Continued(order, checkpoint);
        return RunLoop.Run(
            order, observer, Train, (epoch, path) => new SimulatedCheckpoint(epoch, Convert.ToHexStringLower(state)).Write(path));

        EpochMetrics Train(int epoch)
        {
            state = SimulatedCurve.Next(state);
            var metrics = SimulatedCurve.Metrics(order.Parameters, epoch, state, order.Model.EpochMilliseconds / 1000.0);
            PassTime(order, metrics, observer);
            return metrics;
        }
    }

    private static byte[] Continued(RunOrder order, string path)
    {
        var checkpoint = SimulatedCheckpoint.Read(path);
        return checkpoint.Epoch == order.FromEpoch
            ? Convert.FromHexString(checkpoint.State)
            : throw new CheckpointUnusableException(FormattableString.Invariant(
                $"{path} holds epoch {checkpoint.Epoch}, but the run continues after epoch {order.FromEpoch}."));
    }

    private static void PassTime(RunOrder order, EpochMetrics metrics, IRunObserver observer)
    {
        var total = order.Model.EpochMilliseconds;
        var images = order.Dataset.Train ?? Datasets.SizeOf(order.Dataset.Name).Train;
        var steps = (images + order.Parameters.BatchSize - 1) / order.Parameters.BatchSize;
        for (var left = total; left > 0; left -= SliceMilliseconds)
        {
            observer.Stepped(metrics.Epoch, (int)((long)steps * (total - left) / total), steps, metrics.TrainLoss, images * 1000.0 / total);
            Thread.Sleep(Math.Min(left, SliceMilliseconds));
        }
    }

    private static Provenance ProvenanceOf(RunOrder order) => new(
        DatasetFingerprint: FingerprintOf(order.Dataset),
        Device: "cpu",
        DeviceModel: ModelSpec.Simulated,
        Libtorch: Provenance.NoLibtorch,
        Program: ProgramVersion.Text,
        Precision: order.Precision == Precision.Auto ? Precision.Fp32 : order.Precision,
        Driver: "");

    /// <summary>No images are loaded: the dataset's name and limits stand for them.</summary>
    private static string FingerprintOf(DatasetSpec dataset) =>
        Sha256Name.Of(FormattableString.Invariant($"{dataset.Name} train={dataset.Train} validation={dataset.Validation}"));
}
