using System.Collections.Immutable;
using ScottPlot;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Two hyperparameters, learning rate × epochs where nothing else is asked: in each cell the objective, a mean over the seeds. Where no
/// trial of a cell has completed, a word says why.
/// </summary>
internal static class HeatMapPlot
{
    private const int MostRows = 16;
    private const int MostColumns = 14;
    private const int RowHeight = 44;

    /// <param name="Best">Whether a cell has its best configuration, not the mean of all its trials.</param>
    /// <param name="Caption">What a cell is, behind the title.</param>
    private sealed record Sides(CellAxis X, CellAxis Y, ImmutableArray<TrialRow> Trials, bool Best, string Caption);

    public static Figure Of(SweepRecord sweep) => Of(sweep, null, null);

    /// <param name="x">The hyperparameter of the columns; null leaves the choice to the sweep.</param>
    /// <param name="y">The hyperparameter of the rows; null leaves the choice to the sweep.</param>
    public static Figure Of(SweepRecord sweep, string? x, string? y)
    {
        var objective = sweep.Spec.Objective;
        var rated = sweep.Trials.All(trial => trial.LearningRate > 0);
        if (x is null && y is null && rated)
            (x, y) = (ParameterName.Epochs, ParameterName.LearningRate);
        if (x is null || y is null)
        {
            string[] others = [.. Choice(sweep).Where(name => name != x && name != y)];
            y ??= others.FirstOrDefault() ?? ParameterName.Seed;
            x ??= others.FirstOrDefault(name => name != y) ?? ParameterName.Epochs;
        }
        var asEver = rated && (x, y) == (ParameterName.Epochs, ParameterName.LearningRate);
        var title = $"{objective.Title()}{objective.Unit()} by "
            + (asEver ? "learning rate and epochs" : $"{AxisScale.Words(sweep.Trials, y)} and {AxisScale.Words(sweep.Trials, x)}");
        if (sweep.Trials.Length == 0)
            return new(title, Look.Width, [new(Look.Nothing(title, "The sweep has no trials."), 260)]);
        var sides = asEver ? RateAndEpochs(sweep) : Of(sweep, x, y, AnyOther(sweep, x, y));
        ImmutableArray<HeatMapCell> cells =
        [
            .. from trial in sides.Trials
               group trial by (Column: sides.X.IndexOf(trial), Row: sides.Y.IndexOf(trial)) into cell
               select HeatMapCell.Of(cell.Key.Column, cell.Key.Row, [.. cell], objective, sides.Best),
        ];
        var plot = Look.Plot(title + sides.Caption, sides.X.Title, sides.Y.Title);
        plot.HideGrid();
        var reach = objective.ReachOf(cells.Select(c => c.Value));
        var scale = Spread.Of(cells.Select(c => c.Value).Where(value => value <= reach));
        foreach (var cell in cells)
            Draw(plot, cell, objective, scale, (Look.Width - 240.0) / sides.X.Count);
        plot.Axes.SetLimits(-.5, sides.X.Count - .5, -.5, sides.Y.Count - .5);
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, sides.X.Count).Select(i => (double)i)], [.. sides.X.Labels]);
        Look.Rows(plot, sides.Y.Labels);
        plot.Axes.Frame(false);
        Look.Legend(plot, [.. Beyond(objective, scale, cells, reach), .. Scale(objective, scale)]);
        return new(title, Look.Width, [new(plot, 110 + Math.Max(sides.Y.Count, 3) * RowHeight)]);
    }

    /// <summary>Those that vary, what explains most first.</summary>
    private static IEnumerable<string> Choice(SweepRecord sweep) =>
        (ParameterImportance.Of(sweep)?.Effects.Select(effect => effect.Name) ?? [])
            .Concat(ParameterImportance.NamesThatVary(sweep.Trials)).Distinct()
            .Where(name => name != ParameterName.Seed);

    /// <summary>Learning rate × epochs, as it has always been drawn: each cell has its best configuration.</summary>
    private static Sides RateAndEpochs(SweepRecord sweep)
    {
        var x = CellAxis.Of(sweep.Trials, ParameterName.Epochs, MostColumns);
        var y = CellAxis.Of(sweep.Trials, ParameterName.LearningRate, MostRows).Called("learning rate (log)");
        var several = new Variety(sweep.Trials);
        return new(x, y, sweep.Trials, Best: true,
            y.Merged || x.Merged || several.BesidesRateAndEpochs ? ", best configuration of each cell"
                : several.Seeds ? ", mean of the seeds"
                : "");
    }

    /// <summary>
    /// The cells where all other hyperparameters are as the winner has them; the means of all trials where too few cells would be left, as
    /// after drawing at random.
    /// </summary>
    private static Sides Of(SweepRecord sweep, string x, string y, bool others)
    {
        var (columns, rows) = (CellAxis.Of(sweep.Trials, x, MostColumns), CellAxis.Of(sweep.Trials, y, MostRows));
        var seeds = x != ParameterName.Seed && y != ParameterName.Seed && new Variety(sweep.Trials).Seeds;
        if (!others)
            return new(columns, rows, sweep.Trials, Best: false, columns.Merged || rows.Merged ? ", mean of each cell"
                : seeds ? ", mean of the seeds" : "");
        int Cells(IEnumerable<TrialRow> trials) =>
            trials.Select(trial => (columns.IndexOf(trial), rows.IndexOf(trial))).Distinct().Count();
        return WinnersSlice.Through(sweep, x, y) is { } slice && Cells(slice.Trials) * 2 > Cells(sweep.Trials)
            ? new(columns, rows, slice.Trials, Best: false, slice.Words() + (seeds ? ", mean of the seeds" : ""))
            : new(columns, rows, sweep.Trials, Best: false, ", mean over all else");
    }

    private static bool AnyOther(SweepRecord sweep, string x, string y) =>
        ParameterImportance.NamesThatVary(sweep.Trials).Any(name => name != x && name != y && name != ParameterName.Seed);

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
