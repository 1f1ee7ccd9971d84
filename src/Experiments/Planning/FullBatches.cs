using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Planning;

/// <summary>
/// Batch sizes that the training set cannot fill: each step takes all images, so that they are one training under several names.
/// </summary>
public static class FullBatches
{
    /// <returns>A sentence for the person who asks for them; null where there are none.</returns>
    public static string? Note(SweepSpec spec)
    {
        // What a program takes at a time is its own affair.
        if (spec.Program is not null)
            return null;
        var images = spec.Dataset.Train ?? Datasets.SizeOf(spec.Dataset.Name).Train;
        var full = Sampling.Trials(spec).Trials.Select(trial => trial.BatchSize).Where(size => size >= images).Distinct().Order().ToList();
        if (full.Count == 0 || full is [var only] && only == images)
            return null;
        var sizes = string.Join(", ", full.Select(size => FormattableString.Invariant($"{size}")));
        return FormattableString.Invariant(full.Count == 1
            ? (FormattableString)$"batchSize {sizes} is larger than the training set of {images} images: every step takes all of them."
            : $"batchSize {sizes} are one and the same training: every step takes all {images} training images; one of them would do.");
    }
}
