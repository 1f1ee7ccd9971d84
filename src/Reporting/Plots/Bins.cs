using System.Collections.Immutable;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The values of one hyperparameter as rows or columns: each value its own where they are few, ranges where they are many.
/// </summary>
internal sealed class Bins
{
    private readonly ImmutableArray<double> values;
    private readonly ImmutableArray<double> edges;

    private Bins(ImmutableArray<double> values, ImmutableArray<double> edges) => (this.values, this.edges) = (values, edges);

    public static Bins Linear(IEnumerable<double> values, int most) => Of(values, most, x => x, x => x);
    public static Bins Logarithmic(IEnumerable<double> values, int most) => Of(values, most, Math.Log10, x => Math.Pow(10, x));

    /// <summary>Whether a row holds several values.</summary>
    public bool Merged => edges.Length > 0;

    public int Count => Merged ? edges.Length - 1 : values.Length;

    public int IndexOf(double value)
    {
        if (!Merged) return values.BinarySearch(value);
        var at = edges.BinarySearch(value);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, Count - 1);
    }

    /// <summary>Each value, or the ends of each range.</summary>
    public string[] Labels(Func<double, string> show) =>
        Merged ? [.. Enumerable.Range(0, Count).Select(i => $"{show(edges[i])} – {show(edges[i + 1])}")] : [.. values.Select(show)];

    private static Bins Of(IEnumerable<double> all, int most, Func<double, double> forth, Func<double, double> back)
    {
        ImmutableArray<double> distinct = [.. all.Distinct().Order()];
        if (distinct.Length <= most) return new(distinct, []);
        var (from, to) = (forth(distinct[0]), forth(distinct[^1]));
        return new(distinct, [.. Enumerable.Range(0, most + 1).Select(i => back(from + ((to - from) * i / most)))]);
    }
}
