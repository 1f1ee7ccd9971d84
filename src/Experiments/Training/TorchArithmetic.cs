using Sweep.Experiments.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>libtorch's kernels, on any device and in any precision, as <see cref="TrainingScript"/> calls them.</summary>
/// <param name="kind">Number format of convolutions and of the linear layer.</param>
/// <param name="scaled">Whether the loss is scaled and steps without a finite gradient are skipped.</param>
internal sealed class TorchArithmetic(
    RunParameters parameters, PreparedDataset data, Checkpoint start, Device device, ScalarType kind, bool scaled) : IArithmetic
{
    private readonly TrainingState state = TrainingState.From(start, device);
    private (Tensor Order, Tensor Loss)? epoch;

    public void BeginEpoch(long[] order)
    {
        Forget();
        epoch = (tensor(order).to(device).DetachFromDisposeScope(), zeros([], float64, device).DetachFromDisposeScope());
    }

    public double TrainLoss => epoch!.Value.Loss.item<double>();

    public void Train(int first, int last)
    {
        using var scope = NewDisposeScope();
        var (set, (order, loss)) = (data.Train, epoch!.Value);
        TrainingScript.Call("train", set.Images, set.Labels, data.Gain, data.Shift, set.Height, set.Width, order, parameters.BatchSize,
            first, last, state.Values, state.Counters, loss, parameters.LearningRate, parameters.WeightDecay, (int)kind, scaled);
    }

    public (double Loss, long Right) Validate()
    {
        using var scope = NewDisposeScope();
        var set = data.Validation;
        var loss = zeros([], float64, device);
        var right = zeros([], int64, device);
        TrainingScript.Call("validate", set.Images, set.Labels, data.Gain, data.Shift, set.Height, set.Width,
            InOrder(set.Count), 2 * parameters.BatchSize, state.Values, loss, right, (int)kind);
        return (loss.item<double>(), right.item<long>());
    }

    public Checkpoint ToCheckpoint(int epoch) => state.ToCheckpoint(epoch);

    /// <summary>
    /// The places from 0 on. What TorchSharp asks libtorch's own range for are numbers that may be collected before libtorch has read them.
    /// </summary>
    private Tensor InOrder(int count)
    {
        var places = new long[count];
        for (var at = 0; at < count; at++)
            places[at] = at;
        return tensor(places).to(device);
    }

    private void Forget()
    {
        epoch?.Order.Dispose();
        epoch?.Loss.Dispose();
    }

    public void Dispose()
    {
        Forget();
        state.Dispose();
    }
}
