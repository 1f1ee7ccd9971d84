using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Training;

/// <summary>One epoch: every training image once, in the epoch's own order, then the validation set.</summary>
internal sealed class EpochLoop(RunParameters parameters, int images, int validationImages, IArithmetic arithmetic, TimeProvider clock)
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
        var size = parameters.BatchSize;
        var steps = (images + size - 1) / size;
        var stepsPerCall = Math.Max(1, ImagesPerCall / size);
        arithmetic.BeginEpoch(EpochShuffle.Of(parameters.Seed, epoch, images));
        var told = began;
        for (var step = 0; step < steps;)
        {
            var next = Math.Min(step + stepsPerCall, steps);
            arithmetic.Train(step, next);
            step = next;
            if (step < steps && clock.GetElapsedTime(told) < ProgressInterval)
                continue;

            told = clock.GetTimestamp();
            var trained = Math.Min(step * size, images);
            var mean = arithmetic.TrainLoss / trained;
            if (!double.IsFinite(mean))
                return double.NaN;
            observer.Stepped(epoch, step, steps, mean, trained / clock.GetElapsedTime(began).TotalSeconds);
        }
        return arithmetic.TrainLoss / images;
    }

    private (double Loss, double Accuracy) Validate()
    {
        var (loss, right) = arithmetic.Validate();
        return (loss / validationImages, right / (double)validationImages);
    }
}
