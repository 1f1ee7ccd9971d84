using System.Collections.Immutable;

namespace Sweep.Reporting.Querying;

/// <summary>Measurements of one thing.</summary>
internal sealed record Sample(ImmutableArray<double> Values)
{
    public static Sample Of(IEnumerable<double> values) => new([.. values]);

    public int Count => Values.Length;
    public double Mean => Values.Average();

    /// <summary>The sample variance, n − 1 in the denominator; not a number of a single value.</summary>
    public double Variance
    {
        get
        {
            var mean = Mean;
            return Values.Sum(v => (v - mean) * (v - mean)) / (Count - 1);
        }
    }

    public double Deviation => Math.Sqrt(Variance);
}
