namespace Sweep.Experiments.Spaces;

/// <summary>Ranges with as many digits as their points need.</summary>
internal static class RoundedRange
{
    /// <summary>The range with as few digits as keep its points apart, at least <see cref="Spacing.FewDigits"/>.</summary>
    public static T WithFewDigits<T>(Func<int, T> range) where T : Distribution
    {
        for (var digits = Spacing.FewDigits; digits < Spacing.AllDigits; digits++)
        {
            var rounded = range(digits);
            var points = rounded.Points;
            if (Enumerable.Range(1, Math.Max(0, points.Count - 1)).All(i => points[i] > points[i - 1]))
                return rounded;
        }
        return range(Spacing.AllDigits);
    }
}
