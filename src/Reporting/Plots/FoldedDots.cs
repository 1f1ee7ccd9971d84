namespace Sweep.Reporting.Plots;

/// <summary>
/// Of very many dots those that would lie upon each other are one: a picture of 100,000 trials is then no larger than what can be seen
/// in it.
/// </summary>
internal static class FoldedDots
{
    /// <summary>So many are drawn one by one.</summary>
    private const int Few = 5_000;

    /// <summary>Places of a picture: about half a dot apart.</summary>
    private const int Columns = 300, Rows = 150;

    /// <returns>The first dot of each place, where it was.</returns>
    public static (double[] X, double[] Y) Of(double[] x, double[] y)
    {
        if (x.Length <= Few)
            return (x, y);
        Func<double, int> column = Places(x, Columns), row = Places(y, Rows);
        var taken = new HashSet<(int, int)>();
        int[] kept = [.. Enumerable.Range(0, x.Length).Where(i => taken.Add((column(x[i]), row(y[i]))))];
        return (Array.ConvertAll(kept, i => x[i]), Array.ConvertAll(kept, i => y[i]));
    }

    private static Func<double, int> Places(double[] values, int count)
    {
        var (from, to) = (values.Min(), values.Max());
        return to > from ? value => (int)Math.Round((value - from) / (to - from) * count) : _ => 0;
    }
}
