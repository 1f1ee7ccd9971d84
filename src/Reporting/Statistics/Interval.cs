namespace Sweep.Reporting.Statistics;

/// <summary>What an interval's width was taken from: the spread between seeds, or the number of validation images.</summary>
internal enum IntervalSource { Seeds, ValidationImages }

/// <summary>A confidence interval at the 95 % level.</summary>
internal sealed record Interval(double Low, double High, IntervalSource Source)
{
    public const double Level = 0.95;

    /// <summary>Of a mean, by Student's t.</summary>
    /// <param name="degrees">Degrees of freedom of the variance behind the standard error.</param>
    public static Interval OfMean(double mean, double standardError, double degrees)
    {
        var half = StudentT.Critical(Level, degrees) * standardError;
        return new(mean - half, mean + half, IntervalSource.Seeds);
    }

    /// <summary>
    /// Of a proportion of <paramref name="n"/> images, by Wilson's score, which stays within 0 and 1 and does not vanish at them.
    /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    /// </summary>
    public static Interval OfProportion(double share, int n)
    {
        const double z2 = Normal.Critical95 * Normal.Critical95;
        var centre = (share + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Normal.Critical95 / (1 + (z2 / n)) * Math.Sqrt((share * (1 - share) / n) + (z2 / (4.0 * n * n)));
        return new(Math.Max(0, centre - half), Math.Min(1, centre + half), IntervalSource.ValidationImages);
    }

    /// <summary>The binomial standard error of a proportion of <paramref name="n"/> images.</summary>
    public static double StandardError(double share, int n) => Math.Sqrt(share * (1 - share) / n);
}
