using System.Globalization;

namespace Sweep.Benchmarks;

/// <summary>One figure of a benchmark, measured several times.</summary>
/// <param name="Benchmark">The word that starts it.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of the values.</param>
internal sealed record Figure(string Benchmark, string Name, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>Of an even number the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Largest less smallest.</summary>
    public double Spread => Values.Max() - Values.Min();

    public static string Head => $"{"",-52}{"median",12}{"spread",12}{"n",5}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name,-52}{Median,9:0.###} {Unit,-2}{Spread,9:0.###} {Unit,-2}{Values.Count,5}");
}
