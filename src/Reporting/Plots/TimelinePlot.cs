using System.Collections.Immutable;
using ScottPlot;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Who trained what when: a row for each slot, a bar for each lease from its grant to its end, paler until the trainer was ready.
/// </summary>
internal static class TimelinePlot
{
    private const int RowHeight = 30;
    private const int MostHeight = 1400;
    private const double Pale = .3;

    /// <summary>So many attempts are drawn one by one; of more, bars of a kind that touch are one.</summary>
    private const int MostSingly = 2_000;

    private readonly record struct TimeBar(int Row, double From, double To, Color Color);

    public static Figure Of(SweepRecord sweep)
    {
        const string title = "Who trained what when";
        if (sweep.Attempts.Length == 0)
            return new(title, Look.Width, [new(Look.Nothing(title, "No run has been given to an agent yet."), 260)]);
        var now = sweep.Attempts.Max(a => a.EndedAt ?? a.StartedAt ?? a.GrantedAt);
        var axis = new TimeAxis(sweep.Attempts.Select(a => (a.GrantedAt, a.EndedAt ?? now)));
        var span = axis.Length;
        var (unit, seconds) = span switch
        {
            < 180 => ("seconds", 1.0),
            < 3 * 3600 => ("minutes", 60.0),
            < 72 * 3600 => ("hours", 3600.0),
            _ => ("days", 86400.0),
        };
        var since = axis.Gaps.IsEmpty ? "since" : "at work since";
        var plot = Look.Plot(title, FormattableString.Invariant($"{unit} {since} {axis.Start.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"), "");
        ImmutableArray<(string Agent, int Slot)> rows =
        [
            .. sweep.Attempts.Select(a => (a.Agent, a.Slot)).Distinct()
                .OrderByDescending(r => r.Agent, StringComparer.Ordinal).ThenByDescending(r => r.Slot),
        ];
        var names = Names(sweep);
        var rowOf = rows.Select((slot, row) => (slot, row)).ToDictionary(at => at.slot, at => at.row);
        double Place(DateTimeOffset at) => axis.Place(at) / seconds;
        var bars = sweep.Attempts.SelectMany(attempt => Bars(attempt, rowOf[(attempt.Agent, attempt.Slot)], Place, now));
        foreach (var bar in sweep.Attempts.Length <= MostSingly ? bars : Joined(bars, span / seconds / Look.Width))
            Draw(plot, bar);
        foreach (var attempt in sweep.Attempts)
        {
            Name(
                plot, attempt, rowOf[(attempt.Agent, attempt.Slot)], Place, now,
                names.GetValueOrDefault(attempt.Run, ""), span / seconds);
        }
        foreach (var (place, idle) in axis.Gaps)
            Gap(plot, place / seconds, idle, rows.Length);
        plot.Axes.SetLimits(-span / seconds * .01, span / seconds * 1.01, -.6, rows.Length - .4);
        Look.Rows(plot, [.. rows.Select(r => $"{r.Agent}/{r.Slot}")]);
        plot.Grid.YAxisStyle.IsVisible = false;
        Look.Legend(plot, Legend(sweep));
        return new(title, Look.Width, [new(plot, Math.Min(MostHeight, 120 + Math.Max(rows.Length, 3) * RowHeight))]);
    }

    private static Dictionary<RunId, string> Names(SweepRecord sweep)
    {
        var several = new Variety(sweep.Trials);
        return sweep.Trials.GroupBy(t => t.Run).ToDictionary(g => g.Key, g => $"{several.Name(g.First())}, seed {g.First().Seed}");
    }

    private static IEnumerable<TimeBar> Bars(Attempt attempt, int row, Func<DateTimeOffset, double> place, DateTimeOffset now)
    {
        var (color, _) = Meaning(attempt.Outcome);
        var (granted, started, end) = Places(attempt, place, now);
        yield return new(row, granted, started, color.WithAlpha(Pale));
        yield return new(row, started, end, color);
    }

    private static (double Granted, double Started, double End) Places(
        Attempt attempt, Func<DateTimeOffset, double> place, DateTimeOffset now)
    {
        var end = place(attempt.EndedAt ?? now);
        return (place(attempt.GrantedAt), attempt.StartedAt is { } at ? place(at) : end, end);
    }

    /// <summary>What is narrower than a pixel goes into a bar beside it, or is left out.</summary>
    private static IEnumerable<TimeBar> Joined(IEnumerable<TimeBar> bars, double pixel)
    {
        foreach (var alike in bars.Where(bar => bar.To > bar.From).GroupBy(bar => (bar.Row, bar.Color)))
        {
            TimeBar? open = null;
            foreach (var next in alike.OrderBy(bar => bar.From))
            {
                if (open is { } before && next.From <= before.To + pixel)
                    open = before with { To = Math.Max(before.To, next.To) };
                else
                {
                    if (open is { } whole && whole.To - whole.From >= pixel)
                        yield return whole;
                    open = next;
                }
            }
            if (open is { } last && last.To - last.From >= pixel)
                yield return last;
        }
    }

    private static void Name(
        Plot plot, Attempt attempt, int row, Func<DateTimeOffset, double> place, DateTimeOffset now, string name, double span)
    {
        var (color, _) = Meaning(attempt.Outcome);
        var (_, started, end) = Places(attempt, place, now);
        var pixels = (end - started) / span * (Look.Width - 260);
        if (pixels > 6.6 * name.Length)
            Look.Text(plot, name, (started + end) / 2, row, Alignment.MiddleCenter, Look.On(color), 11);
    }

    private static void Gap(Plot plot, double place, TimeSpan idle, int rows)
    {
        var line = plot.Add.Line(place, -.6, place, rows - .4);
        line.LineColor = Look.Quiet;
        line.LinePattern = LinePattern.Dashed;
        line.LineWidth = 1;
        var days = idle.TotalDays >= 2;
        var (length, unit) = days ? (idle.TotalDays, "d") : idle.TotalMinutes >= 120 ? (idle.TotalHours, "h") : (idle.TotalMinutes, "min");
        var text = Look.Text(
            plot, $"{Numbers.Fixed(length, 0)} {unit} idle", place, -.45, Alignment.MiddleCenter, Look.Quiet, 10);
        text.LabelBackgroundColor = Colors.White;
    }

    private static void Draw(Plot plot, TimeBar bar)
    {
        if (bar.To <= bar.From) return;
        var area = plot.Add.Rectangle(bar.From, bar.To, bar.Row - .38, bar.Row + .38);
        area.FillColor = bar.Color;
        area.LineColor = Colors.White;
        area.LineWidth = 1;
    }

    private static IEnumerable<LegendItem> Legend(SweepRecord sweep) =>
        sweep.Attempts.Select(a => Meaning(a.Outcome)).Distinct().OrderBy(m => m.Name, StringComparer.Ordinal)
            .Append((Color: Look.Categories[0].WithAlpha(Pale), Name: "getting ready"))
            .Select(m => new LegendItem { LabelText = m.Name, FillColor = m.Color, OutlineWidth = 0 });

    private static (Color Color, string Name) Meaning(Outcome? outcome) => outcome switch
    {
        null => (Look.Categories[4], "training"),
        Outcome.Completed => (Look.Categories[0], "completed"),
        Outcome.Diverged => (Look.Categories[1], "diverged"),
        Outcome.AgentLost => (Look.Quiet, "agent lost"),
        Outcome.TrainerCrashed => (Look.Bad, "crashed"),
        Outcome.OutOfMemory => (Look.Categories[5], "out of memory"),
        Outcome.TimedOut => (Look.Categories[3], "timed out"),
        Outcome.BadConfiguration => (Look.Ink, "bad configuration"),
        Outcome.CheckpointLost => (Color.FromHex("#AA4499"), "checkpoint lost"),
        _ => (Look.Background, "cancelled"),
    };
}
