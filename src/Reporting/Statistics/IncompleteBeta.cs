namespace Sweep.Reporting.Statistics;

/// <summary>
/// The regularised incomplete beta function I_x(a, b), from which the t-distribution follows. Source of the formulas: NIST Digital
/// Library of Mathematical Functions, 8.17.22 (continued fraction), 8.17.4 (symmetry), 5.11.1 and 5.5.1 (ln Γ).
/// </summary>
internal static class IncompleteBeta
{
    private const int MaxTerms = 10_000;
    private const double Tiny = 1e-300;

    /// <param name="x">Between 0 and 1.</param>
    /// <param name="rest">1 − x, from the caller, who can say it without cancellation.</param>
    public static double Regularised(double a, double b, double x, double rest)
    {
        if (x <= 0)
            return 0;
        if (rest <= 0)
            return 1;
        if (x > (a + 1) / (a + b + 2))
            return 1 - Regularised(b, a, rest, x);
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(rest)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        return front / Fraction(a, b, x);
    }

    /// <summary>
    /// 1 + d₁/(1 + d₂/(1 + …)) by the modified Lentz method (Thompson and Barnett 1986), which goes forward and may stop anywhere.
    /// </summary>
    private static double Fraction(double a, double b, double x)
    {
        var (value, c, d) = (1.0, 1.0, 0.0);
        for (var term = 1; term <= MaxTerms; term++)
        {
            var m = term / 2;
            var coefficient = term % 2 == 0
                ? m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)))
                : -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (coefficient * d));
            c = NotZero(1 + (coefficient / c));
            value *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-15)
                break;
        }
        return value;
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;

    /// <summary>ln Γ(z), z &gt; 0: Stirling's series where its error is below the last digit, reached by Γ(z + 1) = z Γ(z).</summary>
    public static double LogGamma(double z)
    {
        var shift = 0.0;
        for (; z < 15; z++)
            shift += Math.Log(z);
        var (r, r2) = (1 / z, 1 / (z * z));
        var series = r * ((1 / 12.0) - (r2 * ((1 / 360.0) - (r2 * ((1 / 1260.0) - (r2 * ((1 / 1680.0) - (r2 / 1188.0))))))));
        return ((z - 0.5) * Math.Log(z)) - z + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}
