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
    /// <summary>No epoch takes longer: about four months.</summary>
    public const double MostSeconds = 1e7;

    public const int MostEpochs = 1_000_000;

    /// <summary>
    /// What of it cannot be, as the end of a sentence; null where all of it can. A loss may be any number, or none where the run diverged.
    /// </summary>
    [JsonIgnore]
    public string? Impossible => this switch
    {
        { Epoch: < 1 or > MostEpochs } => FormattableString.Invariant($"the number {Epoch}, and epochs are counted from 1 to {MostEpochs}"),
        { Seconds: not (>= 0 and <= MostSeconds) } =>
            FormattableString.Invariant($"{Seconds} seconds, and an epoch takes from 0 to {MostSeconds}"),
        { ValAccuracy: not (>= 0 and <= 1), Diverged: false } or { ValAccuracy: < 0 or > 1 } =>
            FormattableString.Invariant($"an accuracy of {ValAccuracy}, and an accuracy is from 0 to 1"),
        _ => null,
    };

    /// <summary>A loss that is not finite ends the run: nothing that follows can recover it.</summary>
    [JsonIgnore]
    public bool Diverged => !double.IsFinite(TrainLoss) || !double.IsFinite(ValLoss);
}
