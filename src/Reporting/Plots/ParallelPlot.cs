using System.Collections.Immutable;
using ScottPlot;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Parallel coordinates: each trial a line across one axis for every hyperparameter that varies, ending at what it achieved;
/// the better, the lighter and the nearer to the viewer. Diverged trials end in a place of their own below the objective's axis.
/// </summary>
internal static class ParallelPlot
{
    private const double DivergedAt = -.13;

    /// <summary>More lines hide one another, and take a browser longer than anybody waits.</summary>
    private const int MostLines = 2_000;

    public static Figure Of(SweepRecord sweep)
    {
        const string title = "Hyperparameters and what they achieved";
        var objective = sweep.Spec.Objective;
        ImmutableArray<TrialRow> drawn = [.. sweep.Trials.Where(t => t.State == TrialState.Diverged || double.IsFinite(objective.Of(t)))];
        if (drawn.Length == 0)
            return new(title, Look.Width, [new(Look.Nothing(title, "No trial has a result yet."), 260)]);

        var lines = Thinned([.. Ordered(drawn, objective)]);
        var plot = Look.Plot(title + NotDrawn(sweep.Trials.Length - drawn.Length, lines.Length, drawn.Length), "", "");
        plot.HideGrid();
        var axes = ParallelAxis.Of(sweep.Trials);
        var last = ParallelAxis.Of(drawn, objective);
        foreach (var trial in lines)
            Draw(plot, trial, axes, last, objective, drawn.Length);
        for (var i = 0; i < axes.Length; i++)
            Axis(plot, i, axes[i], Alignment.MiddleRight);
        Axis(plot, axes.Length, last, Alignment.MiddleLeft);
        if (drawn.Any(t => t.State == TrialState.Diverged))
            Look.Text(plot, "diverged", axes.Length + .03, DivergedAt, Alignment.MiddleLeft, Look.Bad);
        plot.Axes.Frame(false);
        plot.Axes.Left.SetTicks([], []);
        plot.Axes.Bottom.SetTicks([], []);
        plot.Axes.SetLimits(-.12 * axes.Length, axes.Length + (.12 * axes.Length), -.2, 1.14);
        return new(title, Look.Width, [new(plot, 420)]);
    }

    private static string NotDrawn(int withoutResult, int lines, int trials)
    {
        string[] notes =
        [
            .. lines < trials ? [FormattableString.Invariant($"{lines} of {trials}, evenly from worst to best")] : Array.Empty<string>(),
            .. withoutResult > 0 ? [FormattableString.Invariant($"{withoutResult} without a result not drawn")] : Array.Empty<string>(),
        ];
        return notes.Length == 0 ? "" : $" ({string.Join("; ", notes)})";
    }

    /// <summary>At most so many, the first and the last among them.</summary>
    private static ImmutableArray<TrialRow> Thinned(ImmutableArray<TrialRow> ordered) => ordered.Length <= MostLines
        ? ordered
        : [.. Enumerable.Range(0, MostLines).Select(i => ordered[(int)((long)i * (ordered.Length - 1) / (MostLines - 1))])];

    private static IEnumerable<TrialRow> Ordered(ImmutableArray<TrialRow> trials, Objective objective) =>
        trials.OrderBy(t => t.State == TrialState.Diverged ? 0 : 1)
            .ThenBy(t => -objective.Cost(objective.Of(t)));

    private static void Draw(
        Plot plot, TrialRow trial, ImmutableArray<ParallelAxis> axes, ParallelAxis last, Objective objective, int count)
    {
        var diverged = trial.State == TrialState.Diverged;
        var end = diverged ? DivergedAt : last.Place(trial);
        var share = diverged ? 0 : objective.Maximize ? end : 1 - end;
        double[] xs = [.. Enumerable.Range(0, axes.Length + 1).Select(i => (double)i)];
        var line = plot.Add.ScatterLine(xs, [.. axes.Select(a => a.Place(trial)), end]);
        line.LineWidth = count > 200 ? 1 : 1.8f;
        line.Color = (diverged ? Look.Bad : Look.Quantity(share)).WithAlpha(count > 200 ? .45 : .8);
    }

    private static void Axis(Plot plot, double at, ParallelAxis axis, Alignment side)
    {
        var line = plot.Add.Line(at, 0, at, 1);
        line.LineColor = Look.Ink;
        line.LineWidth = 1.5f;
        Look.Text(plot, axis.Name, at, 1.08, Alignment.MiddleCenter, Look.Ink, 13, bold: true);
        foreach (var (place, label) in axis.Ticks)
        {
            var tick = plot.Add.Line(at - .012, place, at + .012, place);
            tick.LineColor = Look.Ink;
            tick.LineWidth = 1;
            var text = Look.Text(plot, label, at + (side == Alignment.MiddleRight ? -.025 : .025), place, side, Look.Ink);
            text.LabelBackgroundColor = Colors.White.WithAlpha(.85);
            text.LabelPadding = 2;
        }
    }
}
