using System.Collections.Immutable;
using ScottPlot;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Learning rate × epochs: in each cell the objective of its best configuration, a mean over that one's seeds. Where no trial of
/// a cell has completed, a word says why.
/// </summary>
internal static class HeatMapPlot
{
    private const int MostRows = 16;
    private const int MostColumns = 14;
    private const int RowHeight = 44;

    public static Figure Of(SweepRecord sweep)
    {
        var objective = sweep.Spec.Objective;
        var rows = Bins.Logarithmic(sweep.Trials.Select(t => t.LearningRate), MostRows);
        var columns = Bins.Linear(sweep.Trials.Select(t => (double)t.Epochs), MostColumns);
        var title = $"{objective.Title()}{objective.Unit()} by learning rate and epochs";
        if (rows.Count == 0)
            return new(title, Look.Width, [new(Look.Nothing(title, "The sweep has no trials."), 260)]);
        ImmutableArray<HeatMapCell> cells =
        [
            .. from trial in sweep.Trials
               group trial by (Column: columns.IndexOf(trial.Epochs), Row: rows.IndexOf(trial.LearningRate)) into cell
               select HeatMapCell.Of(cell.Key.Column, cell.Key.Row, [.. cell], objective),
        ];
        var several = new Variety(sweep.Trials);
        var shown = rows.Merged || columns.Merged || several.BesidesRateAndEpochs ? ", best configuration of each cell"
            : several.Seeds ? ", mean of the seeds"
            : "";
        var plot = Look.Plot(title + shown, "epochs", "learning rate (log)");
        plot.HideGrid();
        var reach = objective.ReachOf(cells.Select(c => c.Value));
        var scale = Spread.Of(cells.Select(c => c.Value).Where(value => value <= reach));
        foreach (var cell in cells)
            Draw(plot, cell, objective, scale, (Look.Width - 240.0) / columns.Count);
        plot.Axes.SetLimits(-.5, columns.Count - .5, -.5, rows.Count - .5);
        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, columns.Count).Select(i => (double)i)], columns.Labels(v => Numbers.Fixed(v, 0)));
        Look.Rows(plot, rows.Labels(Numbers.Mark));
        plot.Axes.Frame(false);
        Look.Legend(plot, [.. Beyond(objective, scale, cells, reach), .. Scale(objective, scale)]);
        return new(title, Look.Width, [new(plot, 110 + Math.Max(rows.Count, 3) * RowHeight)]);
    }

    private static void Draw(Plot plot, HeatMapCell cell, Objective objective, Spread scale, double width)
    {
        var finite = double.IsFinite(cell.Value);
        var fill = finite ? Color(cell.Value, objective, scale) : Look.Empty;
        var area = plot.Add.Rectangle(cell.Column - .5, cell.Column + .5, cell.Row - .5, cell.Row + .5);
        area.FillColor = fill;
        area.LineColor = Colors.White;
        area.LineWidth = 2;
        if (!finite && cell.Note == "diverged")
            Cross(plot, cell);
        var ink = finite ? Look.On(fill) : cell.Note is "diverged" or "failed" ? Look.Bad : Look.Quiet;
        var fits = width >= 52;
        if (finite && fits)
            Look.Text(
                plot, objective.Brief(cell.Value), cell.Column, cell.Row + (cell.Note is null ? 0 : .14), Alignment.MiddleCenter, ink, 13);
        if (cell.Note is { } note)
            Look.Text(
                plot, width >= 100 || !finite && fits ? note : note == "diverged" ? "div." : "*",
                cell.Column, cell.Row - (finite ? .24 : 0), Alignment.MiddleCenter, ink, finite ? 10 : 11);
    }

    /// <summary>Two light diagonals behind the word: an empty cell cannot be taken for a low number.</summary>
    private static void Cross(Plot plot, HeatMapCell cell)
    {
        foreach (var slope in new[] { .44, -.44 })
        {
            var line = plot.Add.Line(cell.Column - .46, cell.Row - slope, cell.Column + .46, cell.Row + slope);
            line.LineColor = Look.Bad.WithAlpha(.22);
            line.LineWidth = 1;
        }
    }

    private static Color Color(double value, Objective objective, Spread scale)
    {
        var share = scale.Max > scale.Min ? (value - scale.Min) / (scale.Max - scale.Min) : 1;
        return Look.Quantity(objective.Maximize ? share : 1 - share);
    }

    /// <summary>Losses out of reach have the colour of the worst within it, and their number.</summary>
    private static IEnumerable<LegendItem> Beyond(Objective objective, Spread scale, ImmutableArray<HeatMapCell> cells, double reach)
    {
        if (cells.Any(c => c.Value > reach))
            yield return new()
            {
                LabelText = $"up to {objective.Brief(cells.Where(c => double.IsFinite(c.Value)).Max(c => c.Value))}",
                FillColor = Color(scale.Max, objective, scale),
                OutlineWidth = 0,
            };
    }

    private static IEnumerable<LegendItem> Scale(Objective objective, Spread scale)
    {
        if (scale.Count == 0) yield break;
        var steps = scale.Max > scale.Min ? 4 : 0;
        for (var i = steps; i >= 0; i--)
        {
            var value = steps == 0 ? scale.Max : scale.Min + ((scale.Max - scale.Min) * i / steps);
            yield return new() { LabelText = objective.Brief(value), FillColor = Color(value, objective, scale), OutlineWidth = 0 };
        }
    }
}
