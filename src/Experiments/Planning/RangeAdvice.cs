using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Planning;

/// <summary>How a range would have been extended so that it keeps its points.</summary>
public static class RangeAdvice
{
    /// <summary>How far from a step of the range an end may be written for that step to be meant, as a share of it.</summary>
    private const double Near = 0.02;

    /// <returns>The end of a sentence, as in a sweep file; null where nothing is known that would keep the points.</returns>
    public static string? ToKeepThePoints(SearchSpace before, SearchSpace now) =>
        Parameter.In(now).Where(axis => !axis.Parameter.Whole)
            .Select(axis => Of(axis.Parameter.Key, before[axis.Parameter.Key], axis.Distribution))
            .FirstOrDefault(advice => advice is not null);

    private static string? Of(string key, Distribution? before, Distribution now)
    {
        Distribution? meant = (before, now) switch
        {
            (Log { Count: > 1 } b, Log { Count: > 1 } n) when b != n => Meant(b, n),
            (Linear { Count: > 1 } b, Linear { Count: > 1 } n) when b != n => Meant(b, n),
            _ => null,
        };
        return meant is null || KnownPoints.Spelling(meant) == KnownPoints.Spelling(now) ? null : $"{key}: {SweepFileText.Of(meant)}";
    }

    private static Log? Meant(Log before, Log now)
    {
        var step = Math.Pow(before.To / before.From, 1.0 / (before.Count!.Value - 1));
        var span = Math.Pow(step, now.Count!.Value - 1);
        return Meant(before.From, before.To, now.From, now.To, before.From * span, before.To / span) is var (from, to)
            ? now with { From = from, To = to }
            : null;
    }

    private static Linear? Meant(Linear before, Linear now)
    {
        var span = (before.To - before.From) / (before.Count!.Value - 1) * (now.Count!.Value - 1);
        return Meant(before.From, before.To, now.From, now.To, before.From + span, before.To - span) is var (from, to)
            ? now with { From = from, To = to }
            : null;
    }

    /// <param name="upper">Where so many steps from the old lower end lead.</param>
    /// <param name="lower">Where so many steps down from the old upper end lead.</param>
    private static (double From, double To)? Meant(double from, double to, double newFrom, double newTo, double upper, double lower)
    {
        if (newFrom == from && Math.Abs(upper - newTo) <= Near * Math.Abs(newTo))
            return (from, Spacing.Rounded(upper, Spacing.FewDigits));
        return newTo == to && Math.Abs(lower - newFrom) <= Near * Math.Abs(newFrom)
            ? (Spacing.Rounded(lower, Spacing.FewDigits), to)
            : null;
    }
}
