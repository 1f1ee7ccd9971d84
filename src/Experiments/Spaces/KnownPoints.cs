namespace Sweep.Experiments.Spaces;

/// <summary>
/// Lets a range that is given again, or extended, name the points that a sweep has already: a trial's identity is a hash of its values to
/// the last bit, while two ways to generate the same point may differ behind the sixth digit.
/// </summary>
public static class KnownPoints
{
    /// <summary>How far a generated point may be from a known one, as a share of it: one unit of the sixth digit at most.</summary>
    private const double Near = 1e-5;

    /// <summary>
    /// <paramref name="now"/> with every generated point that agrees with a known one taken as that one. What is written out as a list is
    /// taken as it is written.
    /// </summary>
    /// <param name="before">The distribution in force until now.</param>
    /// <param name="known">Every value that the sweep has had a trial for.</param>
    public static Distribution Continue(Distribution now, Distribution before, IReadOnlyCollection<double> known)
    {
        if (now == before || now is not (Linear or Log))
            return now;
        var points = now.Points;
        double[] sorted = [.. known.Order()];
        var kept = points.Select((point, i) => Nearest(point, Tolerance(points, i), sorted)).ToList();
        if (kept.SequenceEqual(before.Points) && (before is Choice || Spelling(now) == Spelling(before)))
            return before.When == now.When ? before : before with { When = now.When };
        return kept.SequenceEqual(points) ? now : new Choice(kept) { When = now.When };
    }

    /// <summary>The range as a person writes it, the digits of its points left out.</summary>
    public static Distribution Spelling(Distribution range) => range switch
    {
        Linear linear => linear with { Digits = null },
        Log log => log with { Digits = null },
        _ => range,
    };

    private static double Nearest(double point, double tolerance, double[] sorted)
    {
        var at = Array.BinarySearch(sorted, point);
        if (at >= 0)
            return point;
        double? below = ~at > 0 ? sorted[~at - 1] : null, above = ~at < sorted.Length ? sorted[~at] : null;
        var nearest = above is null || point - below <= above - point ? below : above;
        return nearest is { } value && Math.Abs(value - point) <= tolerance ? value : point;
    }

    /// <summary>Never so far that two points could be taken for the same.</summary>
    private static double Tolerance(IReadOnlyList<double> points, int i)
    {
        var near = Near * Math.Abs(points[i]);
        if (i > 0)
            near = Math.Min(near, (points[i] - points[i - 1]) / 4);
        return i < points.Count - 1 ? Math.Min(near, (points[i + 1] - points[i]) / 4) : near;
    }
}
