namespace Sweep.Reporting.Statistics;

/// <summary>The standard normal distribution. Source: Abramowitz and Stegun, 26.2.11 (series) and 26.2.14 (continued fraction).</summary>
internal static class Normal
{
    /// <summary>The z that |Z| exceeds with probability 5 %.</summary>
    public const double Critical95 = 1.959963984540054;

    /// <summary>P(|Z| &gt; |z|).</summary>
    public static double TwoSided(double z)
    {
        z = Math.Abs(z);
        if (double.IsInfinity(z))
            return 0;
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        return z < 3 ? 1 - (2 * density * Series(z)) : 2 * density / Fraction(z);
    }

    /// <summary>z + z³/3 + z⁵/(3·5) + …</summary>
    private static double Series(double z)
    {
        var (term, sum) = (z, z);
        for (var k = 3; term > sum * 1e-17; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }
        return sum;
    }

    /// <summary>z + 1/(z + 2/(z + 3/(z + …))); from z = 3 on, 100 levels are more than the digits of a double.</summary>
    private static double Fraction(double z)
    {
        var value = z;
        for (var k = 100; k >= 1; k--)
            value = z + (k / value);
        return value;
    }
}
