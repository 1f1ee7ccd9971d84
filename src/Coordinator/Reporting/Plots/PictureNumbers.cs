using System.Globalization;
using Sweep.Coordinator.Answers;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Reporting.Plots;

/// <summary>Numbers as people read them in pictures and tables; never where they are to be read back.</summary>
internal static class PictureNumbers
{
    /// <summary>A learning rate or weight decay: <c>1e-4</c>, <c>3.16e-3</c>, <c>0.05</c>, <c>10</c>.</summary>
    public static string Rate(double value)
    {
        if (value == 0) return "0";
        var size = Math.Abs(value);
        if (size is >= 0.01 and < 1e4)
            return value.ToString(size < .1 ? "0.0###" : size < 1 ? "0.###" : "0.##", CultureInfo.InvariantCulture);
        var exponent = (int)Math.Floor(Math.Log10(size) + 1e-9);
        return FormattableString.Invariant($"{value / Math.Pow(10, exponent):0.##}e{exponent}");
    }

    /// <summary>A value of the objective with its unit: per cent, or nats of cross-entropy.</summary>
    public static string Show(this Objective objective, double value) => objective == Objective.ValAccuracy ? Percent(value) : Loss(value);

    /// <summary>Rounded, in the unit of <see cref="Label"/>, without naming it.</summary>
    public static string Brief(this Objective objective, double value) =>
        objective == Objective.ValAccuracy ? FormattableString.Invariant($"{100 * value:0.0}")
            : value < 100 ? FormattableString.Invariant($"{value:0.000}")
            : Rate(value);

    public static string Percent(double share) => double.IsFinite(share) ? FormattableString.Invariant($"{100 * share:0.00} %") : "–";
    public static string Loss(double loss) =>
        !double.IsFinite(loss) ? "not finite" : loss < 1000 ? FormattableString.Invariant($"{loss:0.0000}") : Rate(loss);

    public static string Label(this Objective objective) =>
        objective == Objective.ValAccuracy ? "validation accuracy (%)" : "validation loss (nats)";

    /// <summary>In the unit of <see cref="Label"/>.</summary>
    public static double Scaled(this Objective objective, double value) => objective == Objective.ValAccuracy ? 100 * value : value;

    /// <summary>What a completed trial achieved; not a number for every other trial.</summary>
    public static double Of(this Objective objective, TrialRow trial) =>
        trial.State == TrialState.Completed
            ? (objective == Objective.ValAccuracy ? trial.ValAccuracy : trial.ValLoss) ?? double.NaN
            : double.NaN;

    public static double Of(this Objective objective, EpochMetrics epoch) => objective.Value(epoch);
}
