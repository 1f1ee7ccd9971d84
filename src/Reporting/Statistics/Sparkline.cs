namespace Sweep.Reporting.Statistics;

/// <summary>A curve as a line of Unicode blocks.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>What stands for a value that is not finite.</summary>
    public const char NotFinite = '×';

    /// <summary>
    /// One block for each value, from <paramref name="low"/> to <paramref name="high"/>. A curve longer than <paramref name="width"/>
    /// is sampled evenly, its first and last value included.
    /// </summary>
    public static string Of(IReadOnlyList<double> curve, double low, double high, int width) =>
        string.Concat(Sampled(curve, width).Select(v => Block(v, low, high)));

    private static IEnumerable<double> Sampled(IReadOnlyList<double> curve, int width) => curve.Count <= width
        ? curve
        : Enumerable.Range(0, width).Select(i => curve[(int)((long)i * (curve.Count - 1) / (width - 1))]);

    private static char Block(double value, double low, double high)
    {
        if (!double.IsFinite(value))
            return NotFinite;
        if (high <= low)
            return Blocks[Blocks.Length / 2];
        var share = (value - low) / (high - low);
        return Blocks[Math.Clamp((int)(share * Blocks.Length), 0, Blocks.Length - 1)];
    }
}
