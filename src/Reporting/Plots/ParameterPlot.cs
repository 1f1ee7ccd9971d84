using System.Collections.Immutable;
using ScottPlot;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The objective against one hyperparameter, a line for each number of epochs: the mean of the trials, a bar from the lowest to the
/// highest, and each trial as a faint dot. Diverged trials are crosses on a strip of their own below the numbers.
/// </summary>
internal static class ParameterPlot
{
    private const int MostLines = 6;
    private const int MostMeans = 60;

    /// <summary>Against the learning rate, over all trials whatever else they have.</summary>
    public static Figure OfLearningRate(SweepRecord sweep) => Of(
        sweep, sweep.Trials, ParameterName.LearningRate, "learning rate",
        new Variety(sweep.Trials) is { Seeds: false, BesidesRateAndEpochs: false } ? "" : ", mean and range of the trials");

    /// <summary>
    /// Against any number: of the trials that are otherwise as the winner, so that bars are what seeds do; of all trials where too few
    /// values would be left, as after drawing at random.
    /// </summary>
    /// <exception cref="BadInputException">It is no number in any trial.</exception>
    public static Figure Of(SweepRecord sweep, string name)
    {
        ImmutableArray<TrialRow> all = WithNumber(sweep.Trials);
        if (all.IsEmpty)
            throw new BadInputException(
                $"'{name}' is no number in sweep '{sweep.Spec.Name}'; write `sweep plot heatmap --x {name}` for one that is not.");
        int Values(IEnumerable<TrialRow> trials) => trials.Select(trial => trial.Hyperparameters[name]).Distinct().Count();
        string[] free = [name, ParameterName.Epochs];
        var slice = WinnersSlice.Through(sweep, free);
        ImmutableArray<TrialRow> within = slice is null ? [] : WithNumber(slice.Trials);
        var others = slice is { Others.Length: > 0 };
        var seeds = name != ParameterName.Seed && new Variety(sweep.Trials).Seeds ? ", mean and range of the seeds" : "";
        var (trials, caption) = others && Values(within) * 2 > Values(all)
            ? (within, slice!.Words() + seeds)
            : (all, others ? ", mean and range over all else" : seeds);
        return Of(sweep, trials, name, AxisScale.Words(sweep.Trials, name), caption);

        // A conditional one is not in every trial.
        ImmutableArray<TrialRow> WithNumber(ImmutableArray<TrialRow> some) =>
            [.. some.Where(trial => trial.Hyperparameters[name] is { } value && double.IsFinite(value.Number))];
    }

    private static Figure Of(SweepRecord sweep, ImmutableArray<TrialRow> trials, string name, string words, string caption)
    {
        var objective = sweep.Spec.Objective;
        var title = $"{objective.Title()} against {words}";
        double[] values = [.. trials.Select(t => objective.Scaled(objective.Of(t)))];
        var reach = objective.ReachOf(values);
        var spread = Spread.Of(values.Where(value => value <= reach));
        var diverged = trials.Count(t => t.State == TrialState.Diverged);
        if (spread.Count + diverged == 0)
            return new(title, Look.Width, [new(Look.Nothing(title, "No trial has a result yet."), 260)]);

        var axis = new NumberAxis(trials, name, objective);
        var plot = Look.Plot(title + caption, axis.IsLogarithmic ? $"{words} (log)" : words, objective.Label());
        var (low, high) = spread.Count == 0 ? (0.0, 1.0) : (spread.Min, spread.Max);
        var margin = Math.Max((high - low) * .06, Math.Max(Math.Abs(high) * .01, 1e-6));
        var strip = low - margin - ((high - low + (2 * margin)) * .07);
        var bottom = diverged > 0 ? strip - ((low - margin - strip) * .8) : low - margin;

        // Against the epochs themselves all are one line.
        Func<TrialRow, int> line = name == ParameterName.Epochs ? _ => 0 : trial => trial.Epochs;
        ImmutableArray<int> all = [.. trials.Select(line).Distinct().Order()];
        ImmutableArray<int> lines = Chosen(all);
        for (var i = 0; i < lines.Length; i++)
            Draw(
                plot, [.. trials.Where(t => line(t) == lines[i])], objective,
                name == ParameterName.Epochs ? "" : $"{Counted.Of(lines[i], "epoch")}", i,
                (high + margin, high + margin - bottom, reach), strip, axis);
        plot.Axes.SetLimits(axis.From, axis.To, bottom, high + margin);
        plot.Axes.Bottom.TickGenerator = axis.Ticks;
        if (diverged > 0) Strip(plot, low - margin, bottom, strip, spread.Count > 0);
        var hidden = all.Length - lines.Length;
        Look.Legend(plot,
        [
            .. hidden == 0
                ? Array.Empty<LegendItem>()
                : [new LegendItem { LabelText = $"{hidden} more not drawn", LabelFontColor = Look.Quiet }],
            .. values.Any(value => value > reach) ? [Beyond(values)] : Array.Empty<LegendItem>(),
        ]);
        return new(title, Look.Width, [new(plot, 400)]);
    }

    /// <summary>At most six of the numbers of epochs, spread evenly, the least and the most among them.</summary>
    private static ImmutableArray<int> Chosen(ImmutableArray<int> epochs) =>
        epochs.Length <= MostLines
            ? epochs
            : [.. Enumerable.Range(0, MostLines).Select(i => epochs[i * (epochs.Length - 1) / (MostLines - 1)])];

    private static LegendItem Beyond(IEnumerable<double> values) => new()
    {
        LabelText = LossReach.Beyond(values.Where(double.IsFinite).Max()),
        MarkerShape = MarkerShape.FilledTriangleUp,
        MarkerFillColor = Look.Quiet,
        MarkerSize = 9,
    };

    private static void Draw(
        Plot plot, ImmutableArray<TrialRow> trials, Objective objective, string name, int line,
        (double Edge, double Span, double Reach) upper, double strip, NumberAxis axis)
    {
        var (color, shape) = (Look.Categories[line], Look.Shapes[line]);
        // Far enough above the edge for a line to leave the picture.
        double Within(double value) => value > upper.Reach ? upper.Edge + upper.Span : value;
        var groups = trials.GroupBy(axis.ValueOf).OrderBy(g => g.Key)
            .Select(g => (X: axis.Place(g.Key), Values: g.Select(t => objective.Scaled(objective.Of(t))).Where(double.IsFinite).ToArray()))
            .Where(g => g.Values.Length > 0).ToArray();
        var scattered = groups.Length > MostMeans;
        if (!scattered)
            foreach (var (x, values) in groups.Where(g => g.Values.Length > 1))
            {
                var bar = plot.Add.Line(x, Within(values.Min()), x, Within(values.Max()));
                bar.LineColor = color;
                bar.LineWidth = 1.5f;
            }
        if (groups.Any(g => g.Values.Length > 1) || scattered)
        {
            var (xs, ys) = FoldedDots.Of(
                [.. groups.SelectMany(g => g.Values.Select(_ => g.X))], [.. groups.SelectMany(g => g.Values.Select(Within))]);
            var dots = plot.Add.ScatterPoints(xs, ys, color.WithAlpha(.45));
            dots.MarkerSize = 5;
            dots.LegendText = scattered ? name : "";
        }
        if (!scattered && groups.Length > 0)
        {
            var means = plot.Add.Scatter(
                groups.Select(g => g.X).ToArray(), groups.Select(g => Within(g.Values.Average())).ToArray(), color);
            means.LineWidth = 2;
            means.MarkerShape = shape;
            means.MarkerSize = 8;
            means.LegendText = name;
        }
        double[] beyond = [.. groups.Where(g => g.Values.Max() > upper.Reach).Select(g => g.X)];
        if (beyond.Length > 0)
        {
            var (xs, ys) = FoldedDots.Of(beyond, [.. beyond.Select(_ => upper.Edge - (upper.Span * LossReach.Inside))]);
            var triangles = plot.Add.ScatterPoints(xs, ys, color);
            triangles.MarkerShape = MarkerShape.FilledTriangleUp;
            triangles.MarkerSize = 10;
        }
        double[] lost = [.. trials.Where(t => t.State == TrialState.Diverged).Select(t => axis.Place(axis.ValueOf(t))).Distinct()];
        if (lost.Length == 0) return;
        var (lostAt, below) = FoldedDots.Of(lost, [.. lost.Select(_ => strip)]);
        var crosses = plot.Add.ScatterPoints(lostAt, below, color);
        crosses.MarkerShape = MarkerShape.Eks;
        crosses.MarkerSize = 9;
        crosses.MarkerLineWidth = 2;
        crosses.LegendText = groups.Length > 0 ? "" : name.Length == 0 ? "all diverged" : $"{name}: all diverged";
    }

    private static void Strip(Plot plot, double top, double bottom, double middle, bool numbers)
    {
        var area = plot.Add.VerticalSpan(bottom, top);
        area.FillColor = Look.Bad.WithAlpha(.07);
        area.LineWidth = 0;
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        if (numbers)
            foreach (var tick in Ticks.Nice(top, plot.Axes.GetLimits().Top))
                ticks.AddMajor(tick, Numbers.Short(tick));
        ticks.AddMajor(middle, "diverged");
        plot.Axes.Left.TickGenerator = ticks;
    }
}
