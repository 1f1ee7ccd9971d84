namespace Sweep.Reporting.Statistics;

/// <summary>
/// Student's t-distribution. Source: Abramowitz and Stegun, 26.7.1 with 26.5.27: P(|T| &gt; t) = I_{ν/(ν+t²)}(ν/2, 1/2).
/// </summary>
internal static class StudentT
{
    /// <summary>P(|T| &gt; |t|) for ν = <paramref name="degrees"/>, which need not be whole.</summary>
    public static double TwoSided(double t, double degrees) =>
        double.IsInfinity(t) ? 0 : IncompleteBeta.Regularised(degrees / 2, 0.5, degrees / (degrees + (t * t)), t * t / (degrees + (t * t)));

    /// <summary>P(T ≤ t).</summary>
    public static double Cdf(double t, double degrees) => t < 0 ? TwoSided(t, degrees) / 2 : 1 - (TwoSided(t, degrees) / 2);

    /// <summary>
    /// The t that |T| exceeds with probability 1 − <paramref name="level"/>: half the width of an interval, in standard errors.
    /// </summary>
    public static double Critical(double level, double degrees)
    {
        var (low, high) = (0.0, 1.0);
        while (TwoSided(high, degrees) > 1 - level)
            (low, high) = (high, 2 * high);
        // Bisection: the function falls monotonically, and 60 halvings are more than the digits of a double.
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = TwoSided(middle, degrees) > 1 - level ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }
}
