using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>The objective as pictures and the report have it: accuracies in per cent, losses in nats.</summary>
internal static class PictureNumbers
{
    /// <summary>A value of the objective with its unit: per cent, or nats of cross-entropy.</summary>
    public static string Show(this Objective objective, double value) =>
        objective == Objective.ValAccuracy ? Numbers.Percent(value) : Numbers.Measure(value);

    /// <summary>Rounded, in the unit of <see cref="Label"/>, without naming it.</summary>
    public static string Brief(this Objective objective, double value) =>
        objective == Objective.ValAccuracy ? Numbers.Fixed(100 * value, 1)
            : value < 100 ? Numbers.Fixed(value, 3)
            : Numbers.Mark(value);

    public static string Label(this Objective objective) =>
        objective == Objective.ValAccuracy ? "validation accuracy (%)" : "validation loss (nats)";

    /// <summary>In the unit of <see cref="Label"/>.</summary>
    public static double Scaled(this Objective objective, double value) => objective == Objective.ValAccuracy ? 100 * value : value;

    /// <summary>What a completed trial achieved; not a number for every other trial.</summary>
    public static double Of(this Objective objective, TrialRow trial) =>
        trial.State == TrialState.Completed
            ? trial.Metric(objective.Metric) ?? double.NaN
            : double.NaN;

    public static double Of(this Objective objective, EpochMetrics epoch) => objective.Value(epoch);
}
