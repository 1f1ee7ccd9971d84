using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>One epoch: every training image once, in the epoch's own order, then the validation set.</summary>
/// <param name="kind">Number format of convolutions and of the linear layer.</param>
/// <param name="scaled">Whether the loss is scaled and steps without a finite gradient are skipped.</param>
internal sealed class EpochLoop(
    RunParameters parameters, PreparedDataset data, TrainingState state, ScalarType kind, bool scaled, TimeProvider clock)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(0.5);

    /// <summary>Images between two looks at the clock; what is trained does not depend on it.</summary>
    private const int ImagesPerCall = 256;

    /// <summary>
    /// An epoch whose training loss is not finite has no other metrics: its validation tells nothing, and whether it is cut short, which
    /// depends on the clock, must not show.
    /// </summary>
    public EpochMetrics Run(int epoch, IRunObserver observer)
    {
        var began = clock.GetTimestamp();
        var trainLoss = Train(epoch, observer, began);
        var (valLoss, valAccuracy) = double.IsFinite(trainLoss) ? Validate() : (double.NaN, double.NaN);
        return new(epoch, trainLoss, valLoss, valAccuracy, clock.GetElapsedTime(began).TotalSeconds);
    }

    private double Train(int epoch, IRunObserver observer, long began)
    {
        using var scope = NewDisposeScope();
        var set = data.Train;
        var size = parameters.BatchSize;
        var steps = (set.Count + size - 1) / size;
        var stepsPerCall = Math.Max(1, ImagesPerCall / size);
        var order = tensor(EpochShuffle.Of(parameters.Seed, epoch, set.Count)).to(set.Labels.device);
        var loss = zeros([], float64, set.Labels.device);
        var told = began;
        for (var step = 0; step < steps;)
        {
            var next = Math.Min(step + stepsPerCall, steps);
            TrainingScript.Call("train", set.Images, set.Labels, data.Gain, data.Shift, set.Height, set.Width, order, size, step, next,
                state.Values, state.Counters, loss, parameters.LearningRate, parameters.WeightDecay, (int)kind, scaled);
            step = next;
            if (step < steps && clock.GetElapsedTime(told) < ProgressInterval)
                continue;

            told = clock.GetTimestamp();
            var images = Math.Min(step * size, set.Count);
            var mean = loss.item<double>() / images;
            if (!double.IsFinite(mean))
                return double.NaN;
            observer.Stepped(epoch, step, steps, mean, images / clock.GetElapsedTime(began).TotalSeconds);
        }
        return loss.item<double>() / set.Count;
    }

    private (double Loss, double Accuracy) Validate()
    {
        using var scope = NewDisposeScope();
        var set = data.Validation;
        var loss = zeros([], float64, set.Labels.device);
        var right = zeros([], int64, set.Labels.device);
        TrainingScript.Call("validate", set.Images, set.Labels, data.Gain, data.Shift, set.Height, set.Width,
            arange(set.Count, int64, set.Labels.device), 2 * parameters.BatchSize, state.Values, loss, right, (int)kind);
        return (loss.item<double>() / set.Count, right.item<long>() / (double)set.Count);
    }
}
