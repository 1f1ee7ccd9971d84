using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Forecasting;

/// <summary>
/// How long something takes, in seconds: as fast as the fastest tenth of what was measured, on average, as slow as the slowest tenth.
/// </summary>
/// <param name="Measured">How many measurements it rests on.</param>
internal sealed record Pace(double Fast, double Usual, double Slow, int Measured)
{
    public static readonly Pace None = new(0, 0, 0, 0);

    private const double Tenth = 0.1;

    /// <summary>
    /// The mean between the first and the last decile, which are moved apart by one part in the number of measurements: one alone
    /// says "half to double", fifty leave the deciles as they are but for 2 %. What older journals hold beyond the longest epoch counts as
    /// that, so that any sum of it stays a number.
    /// </summary>
    /// <returns>Null of nothing.</returns>
    public static Pace? Of(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Where(double.IsFinite).Select(s => Math.Clamp(s, 0, EpochMetrics.MostSeconds)).Order()];
        if (sorted.Length == 0)
            return null;
        var doubt = 1 + (1.0 / sorted.Length);
        var mean = sorted.Average();
        return new(
            Math.Min(Quantile(sorted, Tenth) / doubt, mean), mean, Math.Max(Quantile(sorted, 1 - Tenth) * doubt, mean), sorted.Length);
    }

    /// <summary>Linear between neighbours (the seventh definition of Hyndman and Fan, 1996).</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
