using System.Collections.Immutable;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>
/// Holm's correction for several tests at once: the chance that any of them calls a difference that is none stays at the level.
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
/// </summary>
internal static class Holm
{
    /// <returns>Adjusted values, in the order given, to be compared with the level itself.</returns>
    public static ImmutableArray<double> Adjust(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var largest = 0.0;
        foreach (var (rank, index) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (p.Count - rank) * p[index]));
            adjusted[index] = largest;
        }
        return [.. adjusted];
    }
}
