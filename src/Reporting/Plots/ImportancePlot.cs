using ScottPlot;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Plots;

/// <summary>
/// How much of the differences between trials each hyperparameter explains by itself: a bar with its standard error, and a mark where one
/// without any effect would stand.
/// </summary>
internal static class ImportancePlot
{
    private const int MostRows = 16;
    private const int RowHeight = 34;

    public static Figure Of(SweepRecord sweep)
    {
        const string title = "What each hyperparameter explains by itself";
        if (ParameterImportance.Of(sweep) is not { } importance)
        {
            var nothing = Look.Nothing(
                title, "Nothing to explain yet: it takes three trials with a result, and a hyperparameter that varies.");
            return new(title, Look.Width, [new(nothing, 260)]);
        }
        MainEffect[] effects = [.. importance.Effects.Take(MostRows).Reverse()];
        var plot = Look.Plot(
            title,
            $"share of the variance of {sweep.Spec.Objective.Words()} over {Counted.Of(importance.Trials, "trial")}; "
                + Rest(importance), "");
        plot.Grid.YAxisStyle.IsVisible = false;
        for (var row = 0; row < effects.Length; row++)
            Draw(plot, row, effects[row]);
        plot.Axes.SetLimits(0, 1.08, -.6, effects.Length - .4);
        Look.Rows(plot, [.. effects.Select(effect => effect.Name)]);
        Look.Legend(plot,
        [
            new() { LabelText = "explained", FillColor = Look.Quantity(.35), OutlineWidth = 0 },
            new() { LabelText = "standard error", LineColor = Look.Ink, LineWidth = 2 },
            new() { LabelText = "by chance", LineColor = Look.Bad, LineWidth = 2 },
        ]);
        return new(title, Look.Width, [new(plot, 120 + Math.Max(effects.Length, 3) * RowHeight)]);
    }

    private static string Rest(ParameterImportance importance) => importance switch
    {
        { Rest: { } rest } => $"{Numbers.Fixed(rest, 2)} together or by chance" + Diverged(importance),
        _ => "not every combination was tried: shares overlap" + Diverged(importance),
    };

    private static string Diverged(ParameterImportance importance) =>
        importance.Diverged > 0 ? $"; {importance.Diverged} diverged left out" : "";

    private static void Draw(Plot plot, int row, MainEffect effect)
    {
        var (share, error, chance) = (effect.Share, effect.Error, Math.Min(1, effect.ByChance));
        var bar = plot.Add.Rectangle(0, share, row - .32, row + .32);
        bar.FillColor = Look.Quantity(.35);
        bar.LineWidth = 0;
        Line(plot, Math.Max(0, share - error), row, Math.Min(1, share + error), row, Look.Ink, 2);
        Line(plot, chance, row - .42, chance, row + .42, Look.Bad, 2);
        Look.Text(plot, Numbers.Fixed(share, 2), Math.Max(Math.Min(1, share + error), chance) + .01, row, Alignment.MiddleLeft, Look.Ink);
    }

    private static void Line(Plot plot, double x1, double y1, double x2, double y2, Color color, float width)
    {
        var line = plot.Add.Line(x1, y1, x2, y2);
        line.LineColor = color;
        line.LineWidth = width;
    }
}
