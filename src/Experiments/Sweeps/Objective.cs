using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>What trials are ranked by: validation accuracy (maximised) or validation loss (minimised).</summary>
public enum Objective { ValAccuracy, ValLoss }

public static class Objectives
{
    /// <summary>The name in sweep files, JSON and tables.</summary>
    public static string Name(this Objective objective) => objective == Objective.ValAccuracy ? "valAccuracy" : "valLoss";

    public static double Value(this Objective objective, EpochMetrics metrics) =>
        objective == Objective.ValAccuracy ? metrics.ValAccuracy : metrics.ValLoss;

    public static double Value(this Objective objective, TrialResult result) =>
        objective == Objective.ValAccuracy ? result.ValAccuracy : result.ValLoss;

    /// <summary>Whether <paramref name="value"/> beats <paramref name="other"/>; a value that is not finite beats nothing.</summary>
    public static bool IsBetter(this Objective objective, double value, double other) =>
        double.IsFinite(value) && (!double.IsFinite(other) || (objective == Objective.ValAccuracy ? value > other : value < other));

    /// <summary>
    /// The result of a trial that ends at <paramref name="epochs"/>, from the curve of its run (epochs 1, 2, 3 … in order,
    /// at least that many). Of equally good epochs the earliest is the best one, and an epoch that diverged is never it.
    /// </summary>
    public static TrialResult ResultAt(this Objective objective, IReadOnlyList<EpochMetrics> curve, int epochs)
    {
        var last = curve[epochs - 1];
        EpochMetrics? best = null;
        var seconds = 0.0;
        for (var e = 0; e < epochs; e++)
        {
            seconds += curve[e].Seconds;
            if (!curve[e].Diverged && objective.IsBetter(objective.Value(curve[e]), best is null ? double.NaN : objective.Value(best)))
                best = curve[e];
        }
        return new(last.TrainLoss, last.ValLoss, last.ValAccuracy, best?.Epoch ?? 0, best?.ValAccuracy ?? double.NaN, seconds);
    }
}
