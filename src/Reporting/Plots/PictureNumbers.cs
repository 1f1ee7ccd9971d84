using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The objective as pictures and the report have it: validation accuracy in per cent, validation loss in nats, every other metric by its
/// name and as it was reported.
/// </summary>
internal static class PictureNumbers
{
    /// <summary>A value of the objective with its unit: per cent, or as it is.</summary>
    public static string Show(this Objective objective, double value) =>
        objective == Objective.ValAccuracy ? Numbers.Percent(value) : Numbers.Measure(value);

    /// <summary>Rounded, in the unit of <see cref="Label"/>, without naming it.</summary>
    public static string Brief(this Objective objective, double value) =>
        objective == Objective.ValAccuracy ? Numbers.Fixed(100 * value, 1)
            : Math.Abs(value) < 100 ? Numbers.Fixed(value, 3)
            : Numbers.Mark(value);

    /// <summary>In words, without the unit.</summary>
    public static string Words(this Objective objective) =>
        objective == Objective.ValAccuracy ? "validation accuracy" : objective == Objective.ValLoss ? "validation loss" : objective.Metric;

    public static string Label(this Objective objective) => objective.Words() + objective.Unit();

    /// <summary>At the end of an axis, where there is little room.</summary>
    public static string Short(this Objective objective) =>
        objective.Words().Replace("validation", "val.", StringComparison.Ordinal) + objective.Unit();

    /// <summary>At the beginning of a title.</summary>
    public static string Title(this Objective objective) =>
        Objective.Known.Contains(objective) ? $"V{objective.Words()[1..]}" : objective.Metric;

    /// <summary>Behind the name, with a space before it; nothing where the metric has none.</summary>
    public static string Unit(this Objective objective) =>
        objective == Objective.ValAccuracy ? " (%)" : objective == Objective.ValLoss ? " (nats)" : "";

    /// <summary>How far up values are drawn: a loss that has run away leaves the picture, so that the others can be told apart.</summary>
    public static double ReachOf(this Objective objective, IEnumerable<double> values) =>
        objective.Maximize ? double.PositiveInfinity : LossReach.Of(values);

    /// <summary>In the unit of <see cref="Label"/>.</summary>
    public static double Scaled(this Objective objective, double value) => objective == Objective.ValAccuracy ? 100 * value : value;

    /// <summary>What a completed trial achieved; not a number for every other trial.</summary>
    public static double Of(this Objective objective, TrialRow trial) =>
        trial.State == TrialState.Completed
            ? trial.Metric(objective.Metric) ?? double.NaN
            : double.NaN;

    public static double Of(this Objective objective, EpochMetrics epoch) => objective.Value(epoch);
}
