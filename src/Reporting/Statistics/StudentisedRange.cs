namespace Sweep.Reporting.Statistics;

/// <summary>
/// The distribution of the studentised range: how far apart the largest and the smallest of <c>count</c> equal means come out by chance,
/// in standard errors of a mean. A winner is chosen after looking, so whatever is compared with it is a comparison of any two of all.
/// Sources: J. W. Tukey, "The problem of multiple comparisons" (1953); for unequal numbers of seeds C. Y. Kramer, Biometrics 12 (1956),
/// shown to stay within the level by A. J. Hayter, Annals of Statistics 12 (1984). The integrals: M. D. Copenhaver and B. Holland,
/// J. Statist. Comput. Simul. 30 (1988), here by the trapezoidal rule, which converges fast for smooth functions that vanish at both ends.
/// </summary>
internal sealed class StudentisedRange
{
    private const double Step = 1.0 / 16;

    /// <summary>The normal density and one minus its distribution vanish beyond this.</summary>
    private const double Reach = 8.5;

    /// <summary>Ranges beyond this do not happen, whatever the count.</summary>
    private const double Widest = 14;
    private const int Nodes = 320;

    /// <summary>Below this the sum over all pairs is as good as the integral, and keeps its digits.</summary>
    private const double Small = 1e-5;

    /// <summary>The probability that the range of the normal deviates themselves is at most 0, 1, 2 … steps.</summary>
    private readonly double[] range;

    /// <param name="count">How many means there are, at least 2.</param>
    public StudentisedRange(int count)
    {
        Count = count;
        var half = (int)(Reach / Step);
        var side = half + (int)(Widest / Step);
        var below = Enumerable.Range(-side, side + half + 1).ToDictionary(i => i, i => Below(i * Step));
        var density = Enumerable.Range(-half, (2 * half) + 1)
            .Select(i => Math.Exp(-i * i * Step * Step / 2) / Math.Sqrt(2 * Math.PI)).ToArray();
        range = [.. Enumerable.Range(0, (int)(Widest / Step) + 1).Select(width =>
        {
            var sum = 0.0;
            for (var i = -half; i <= half; i++)
                sum += density[i + half] * Math.Pow(below[i] - below[i - width], count - 1);
            return Math.Min(1, count * Step * sum);
        })];
    }

    /// <summary>How many means there are.</summary>
    public int Count { get; }

    /// <summary>
    /// The probability that some two of the means differ by at least |<paramref name="t"/>| standard errors of their difference.
    /// </summary>
    /// <param name="degrees">Degrees of freedom of the variance; infinite where it is known.</param>
    public double P(double t, double degrees)
    {
        var pairs = Count * (Count - 1) / 2.0;
        var single = double.IsInfinity(degrees) ? Normal.TwoSided(t) : StudentT.TwoSided(t, degrees);
        if (pairs * single < Small)
            return pairs * single;
        var q = Math.Abs(t) * Math.Sqrt(2);
        var p = 1 - (double.IsInfinity(degrees) ? Range(q) : OverScale(q, degrees));
        return Math.Clamp(p, Math.Min(single, 1), Math.Min(1, pairs * single));
    }

    /// <summary>The t that some difference exceeds with probability 1 − <paramref name="level"/>.</summary>
    public double Critical(double level, double degrees)
    {
        var (low, high) = (0.0, 1.0);
        while (P(high, degrees) > 1 - level)
            (low, high) = (high, 2 * high);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = P(middle, degrees) > 1 - level ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>
    /// The mean of <see cref="Range"/> over the estimated standard deviation s, whose density at ln s is that of √(χ²/ν).
    /// </summary>
    private double OverScale(double q, double degrees)
    {
        var spread = 9 / Math.Sqrt(2 * degrees);
        var (low, high) = (-Math.Max(32 / degrees, spread), Math.Min(2.6, (0.5 * Math.Log(1 + (64 / degrees))) + spread));
        var constant = Math.Log(2) + (degrees / 2 * Math.Log(degrees / 2)) - IncompleteBeta.LogGamma(degrees / 2);
        var step = (high - low) / Nodes;
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i <= Nodes; i++)
        {
            var at = low + (i * step);
            var density = Math.Exp(constant + (degrees * at) - (degrees / 2 * Math.Exp(2 * at)));
            sum += density * Range(q * Math.Exp(at));
            weight += density;
        }
        return sum / weight;
    }

    /// <summary>Cubic between the table's points.</summary>
    private double Range(double width)
    {
        var at = width / Step;
        var last = range.Length - 1;
        if (at >= last)
            return 1;
        var i = Math.Clamp((int)at - 1, 0, last - 3);
        var x = at - i;
        return (range[i] * (x - 1) * (x - 2) * (x - 3) / -6) + (range[i + 1] * x * (x - 2) * (x - 3) / 2)
            + (range[i + 2] * x * (x - 1) * (x - 3) / -2) + (range[i + 3] * x * (x - 1) * (x - 2) / 6);
    }

    private static double Below(double z) => z < 0 ? Normal.TwoSided(z) / 2 : 1 - (Normal.TwoSided(z) / 2);
}
