using System.Text.Json.Serialization;

namespace Sweep.Experiments.Running;

/// <summary>What one epoch of a run achieved.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean cross-entropy over the epoch's training images, each measured just before the step that used it.</param>
/// <param name="ValLoss">Mean cross-entropy over the validation set after the epoch.</param>
/// <param name="ValAccuracy">Share of validation images classified correctly after the epoch, 0 to 1.</param>
/// <param name="Seconds">Wall-clock seconds of the epoch, training and validation.</param>
public sealed record EpochMetrics(int Epoch, double TrainLoss, double ValLoss, double ValAccuracy, double Seconds)
{
    /// <summary>A loss that is not finite ends the run: nothing that follows can recover it.</summary>
    [JsonIgnore]
    public bool Diverged => !double.IsFinite(TrainLoss) || !double.IsFinite(ValLoss);
}
