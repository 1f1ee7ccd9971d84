using System.Collections.Immutable;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Time from left to right, in seconds. Where nobody trained for longer than all training took together, as between an interruption and
/// its resumption a week later, the gap is drawn short, so that the bars beside it can be seen.
/// </summary>
internal sealed class TimeAxis
{
    /// <summary>Width of a shortened gap as a share of all that was busy.</summary>
    private const double Short = .06;

    private readonly ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> busy;
    private readonly ImmutableArray<double> places;

    public TimeAxis(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> work)
    {
        busy = [.. Merged(work)];
        var trained = Math.Max(busy.Sum(b => (b.To - b.From).TotalSeconds), 1);
        var (starts, at) = (ImmutableArray.CreateBuilder<double>(), 0.0);
        var gaps = ImmutableArray.CreateBuilder<(double Place, TimeSpan Idle)>();
        for (var i = 0; i < busy.Length; i++)
        {
            if (i > 0)
            {
                var idle = busy[i].From - busy[i - 1].To;
                var width = idle.TotalSeconds > trained ? Short * trained : idle.TotalSeconds;
                if (idle.TotalSeconds > trained)
                    gaps.Add((at + (width / 2), idle));
                at += width;
            }
            starts.Add(at);
            at += (busy[i].To - busy[i].From).TotalSeconds;
        }
        (places, Gaps, Length) = (starts.ToImmutable(), gaps.ToImmutable(), Math.Max(at, 1));
    }

    public DateTimeOffset Start => busy[0].From;

    /// <summary>In seconds, with shortened gaps.</summary>
    public double Length { get; }

    /// <summary>The middles of the shortened gaps, and how long they were.</summary>
    public ImmutableArray<(double Place, TimeSpan Idle)> Gaps { get; }

    /// <param name="at">A moment at which somebody was at work.</param>
    public double Place(DateTimeOffset at)
    {
        var (last, after) = (0, busy.Length);
        while (after - last > 1)
        {
            var middle = (last + after) / 2;
            (last, after) = busy[middle].From > at ? (last, middle) : (middle, after);
        }
        return places[last] + (at - busy[last].From).TotalSeconds;
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Merged(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> work)
    {
        (DateTimeOffset From, DateTimeOffset To)? open = null;
        foreach (var next in work.OrderBy(w => w.From))
        {
            if (open is { } before && next.From <= before.To)
                open = (before.From, next.To > before.To ? next.To : before.To);
            else
            {
                if (open is { } whole)
                    yield return whole;
                open = next;
            }
        }
        if (open is { } rest)
            yield return rest;
    }
}
