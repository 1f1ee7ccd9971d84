using System.Collections.Immutable;
using ScottPlot;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Learning curves: training and validation loss of the winner over the epochs, as in the notebook, then loss and accuracy of
/// every configuration: the mean of its seeds with a band from the lowest to the highest. Losses out of reach leave the picture
/// at a triangle.
/// </summary>
internal static class CurvesPlot
{
    private const int MostColoured = 6;
    private const int MostGrey = 150;

    /// <summary>The same for all panels, so that epoch stands under epoch.</summary>
    private static readonly PixelPadding Edges = new(left: 68, right: 235, bottom: 52, top: 36);

    /// <param name="metric">Alone; null draws what the built-in network measures, or a program's objective.</param>
    /// <exception cref="BadInputException">Nothing measures it.</exception>
    public static Figure Of(SweepRecord sweep, string? metric = null)
    {
        metric = Checked(sweep, metric);
        var bundles = CurveBundle.In(sweep);
        if (bundles.All(b => b.Length == 0))
        {
            var why = bundles.Any(b => b.Diverged > 0) ? "Every run diverged in its first epoch." : "No epoch has been trained yet.";
            return new("Learning curves", Look.Width, [new(Look.Nothing("Learning curves", why), 260)]);
        }
        ImmutableArray<CurveBundle> coloured =
            [.. bundles.Where(b => b.Length > 0 || b.Diverged > 0).Take(MostColoured).OrderBy(b => b.LearningRate)];
        ImmutableArray<CurveBundle> grey = [.. bundles.Skip(MostColoured).Where(b => b.Length > 0).Take(MostGrey)];
        var many = new Variety(sweep.Trials).Seeds;
        var hidden = bundles.Count(b => b.Length > 0) - grey.Length - coloured.Count(b => b.Length > 0);
        var others = grey.Length == 0 ? null : hidden > 0 ? $"{grey.Length} more ({hidden} not drawn)" : $"{grey.Length} more";
        if (metric is not null)
            return new($"Learning curves of {metric}", Look.Width, [OfMetric(sweep, metric, many, coloured, grey, others)]);
        ImmutableArray<Panel> winner = sweep.WinnersTrial() is { } best && sweep.CurveOf(best) is { Length: > 0 } curve
            ? [new(Winner(best, curve), 260)]
            : [];
        return new("Learning curves", Look.Width,
        [
            .. winner,
            new(Panel(Title("Validation loss", many), "validation loss (nats)", coloured, grey, others, m => m.ValLoss, LossReach.Of), 320),
            new(
                Panel(
                    Title("Validation accuracy", many), "validation accuracy (%)", coloured, grey, others,
                    m => 100 * m.ValAccuracy, _ => double.PositiveInfinity),
                320),
        ]);
    }

    private static string? Checked(SweepRecord sweep, string? metric)
    {
        if (metric is null)
            return sweep.Spec.Program is null ? null : sweep.Spec.Objective.Metric;
        var known = SweepMetrics.Of(sweep);
        return known.Contains(metric)
            ? metric
            : throw new BadInputException($"The metric '{metric}' of {sweep.Spec.Name} {NearestWord.Unknown(metric, known)}.");
    }

    private static Panel OfMetric(
        SweepRecord sweep, string metric, bool many, ImmutableArray<CurveBundle> coloured, ImmutableArray<CurveBundle> grey, string? others)
    {
        var objective = sweep.Spec.Objective.Metric == metric ? sweep.Spec.Objective
            : new Objective(metric, metric == MetricNames.ValAccuracy || !MetricNames.IsLoss(metric));
        return new(
            Panel(
                Title(objective.Title(), many), objective.Label(), coloured, grey, others,
                epoch => objective.Scaled(epoch.Values[metric]), objective.ReachOf),
            320);
    }

    private static string Title(string what, bool seeds) => seeds ? $"{what}, mean of the seeds and their range" : what;

    /// <summary>One trial: its losses as in the notebook, and its accuracy.</summary>
    /// <param name="metric">As of all trials.</param>
    public static Figure OfTrial(SweepRecord sweep, TrialRow trial, string? metric = null)
    {
        metric = Checked(sweep, metric);
        var curve = sweep.CurveOf(trial);
        if (curve.Length == 0)
            return new(
                "Learning curves", Look.Width, [new(Look.Nothing($"Trial {trial.Trial}", "No epoch of it has been trained yet."), 260)]);
        if (metric is not null)
            return new($"Learning curve of trial {trial.Trial}", Look.Width, [new(OneLine(trial, curve, metric), 320)]);
        var accuracy = Look.Plot("Validation accuracy", "epoch", "validation accuracy (%)");
        Line(accuracy, curve, m => 100 * m.ValAccuracy, "validation accuracy", Look.Categories[1], MarkerShape.FilledSquare);
        Frame(accuracy, curve.Length, curve.Select(m => 100 * m.ValAccuracy));
        Look.Legend(accuracy);
        return new(
            $"Learning curves of trial {trial.Trial}", Look.Width,
            [new(Losses($"Loss of trial {trial.Trial}", trial, curve), 260), new(accuracy, 260)]);
    }

    private static Plot OneLine(TrialRow trial, ImmutableArray<EpochMetrics> curve, string metric)
    {
        var plot = Look.Plot($"{metric} of trial {trial.Trial}", "epoch", metric);
        ImmutableArray<EpochMetrics> measured = [.. curve.Where(epoch => double.IsFinite(epoch.Values[metric]))];
        Line(plot, measured, epoch => epoch.Values[metric], metric, Look.Categories[1], MarkerShape.FilledSquare);
        Frame(plot, curve.Length, measured.Select(epoch => epoch.Values[metric]));
        Look.Legend(plot);
        return plot;
    }

    private static Plot Winner(TrialRow best, ImmutableArray<EpochMetrics> curve) => Losses("Loss of the winner", best, curve);

    private static Plot Losses(string what, TrialRow of, ImmutableArray<EpochMetrics> curve)
    {
        var plot = Look.Plot(
            $"{what}: lr {Numbers.Mark(of.LearningRate)}, {of.Epochs} epochs, seed {of.Seed}", "epoch", "cross-entropy (nats)");
        double[] losses = [.. curve.SelectMany(m => new[] { m.TrainLoss, m.ValLoss })];
        var reach = LossReach.Of(losses);
        Line(plot, curve, m => Within(m.TrainLoss, reach), "training loss", Look.Categories[0], MarkerShape.FilledCircle);
        Line(plot, curve, m => Within(m.ValLoss, reach), "validation loss", Look.Categories[1], MarkerShape.FilledSquare);
        Frame(plot, curve.Length, losses.Where(loss => loss <= reach));
        Look.Legend(plot, Beyond(plot, curve.Select(m => (m.Epoch, Math.Max(m.TrainLoss, m.ValLoss))), reach, Look.Quiet));
        return plot;
    }

    private static void Line(
        Plot plot, ImmutableArray<EpochMetrics> curve, Func<EpochMetrics, double> metric, string name, Color color, MarkerShape shape)
    {
        var line = plot.Add.Scatter(curve.Select(m => (double)m.Epoch).ToArray(), curve.Select(metric).ToArray(), color);
        line.LegendText = Look.Fitting(name);
        line.LineWidth = 2;
        line.MarkerShape = shape;
        line.MarkerSize = curve.Length > 40 ? 0 : 7;
    }

    private static Plot Panel(
        string title, string unit, ImmutableArray<CurveBundle> coloured, ImmutableArray<CurveBundle> grey, string? others,
        Func<EpochMetrics, double> metric, Func<IEnumerable<double>, double> reachOf)
    {
        var plot = Look.Plot(title, "epoch", unit);
        var steady = coloured.Concat(grey).Where(b => b.Diverged == 0).ToArray();
        double[] shown =
        [
            .. (steady.Length > 0 ? steady : [.. coloured]).SelectMany(b => b.Spreads(metric)).SelectMany(s => new[] { s.Min, s.Max }),
        ];
        var reach = reachOf(shown.Where(double.IsFinite));
        Frame(plot, coloured.Concat(grey).Max(b => b.Length), shown.Where(value => value <= reach));
        foreach (var bundle in grey)
            Mean(plot, bundle.Spreads(metric), reach, Look.Background, 1, null);
        for (var i = 0; i < coloured.Length; i++)
            Draw(plot, coloured[i], metric, reach, Look.Categories[i], Look.Shapes[i]);
        Look.Legend(plot,
        [
            .. others is null
                ? Array.Empty<LegendItem>()
                : [new LegendItem { LabelText = others, LineColor = Look.Background, LineWidth = 1 }],
            .. grey.SelectMany(b => Beyond(plot, Means(b, metric), reach, Look.Background)),
            .. coloured.SelectMany((b, i) => Beyond(plot, Means(b, metric), reach, Look.Categories[i])),
        ]);
        return plot;
    }

    /// <summary>Each epoch of a bundle with its mean.</summary>
    private static IEnumerable<(int Epoch, double Value)> Means(CurveBundle bundle, Func<EpochMetrics, double> metric) =>
        bundle.Spreads(metric).Select((s, i) => (i + 1, s.Mean));

    /// <summary>A triangle at the upper edge wherever the curve is out of reach.</summary>
    /// <returns>What the legend says of them.</returns>
    private static IEnumerable<LegendItem> Beyond(Plot plot, IEnumerable<(int Epoch, double Value)> curve, double reach, Color color)
    {
        (int Epoch, double Value)[] beyond = [.. curve.Where(point => point.Value > reach)];
        if (beyond.Length == 0)
            return [];
        var limits = plot.Axes.GetLimits();
        var edge = limits.Top - (limits.VerticalSpan * LossReach.Inside);
        var triangles = plot.Add.ScatterPoints(beyond.Select(point => (double)point.Epoch).ToArray(), [.. beyond.Select(_ => edge)], color);
        triangles.MarkerShape = MarkerShape.FilledTriangleUp;
        triangles.MarkerSize = 9;
        return
        [
            new LegendItem
            {
                LabelText = LossReach.Beyond(beyond.Max(point => point.Value)),
                MarkerShape = MarkerShape.FilledTriangleUp,
                MarkerFillColor = color,
                MarkerSize = 9,
            },
        ];
    }

    /// <summary>Far enough above the picture's edge to leave it, near enough for every renderer.</summary>
    private static double Within(double value, double reach) => value > reach ? Math.Min(value, 3 * reach) : value;

    private static void Draw(Plot plot, CurveBundle bundle, Func<EpochMetrics, double> metric, double reach, Color color, MarkerShape shape)
    {
        var spreads = bundle.Spreads(metric);
        var measured = Measured(spreads);
        if (spreads.Any(s => s.Count > 1))
        {
            var band = plot.Add.FillY(
                measured.Select(s => s.Epoch).ToArray(), measured.Select(s => Within(s.Of.Min, reach)).ToArray(),
                measured.Select(s => Within(s.Of.Max, reach)).ToArray());
            band.FillColor = color.WithAlpha(.18);
            band.LineWidth = 0;
            band.MarkerSize = 0;
        }
        var line = Mean(plot, spreads, reach, color, 2, bundle.Name);
        line.MarkerShape = shape;
        line.MarkerSize = spreads.Length > 40 ? 0 : 6;
        foreach (var (epoch, value) in bundle.LastFinite(metric).Where(last => double.IsFinite(last.Value)))
        {
            var cross = plot.Add.Marker(epoch, Within(value, reach), MarkerShape.Eks, 12, color);
            cross.MarkerLineWidth = 2.5f;
        }
    }

    private static ScottPlot.Plottables.Scatter Mean(
        Plot plot, ImmutableArray<Spread> spreads, double reach, Color color, float width, string? name)
    {
        var measured = Measured(spreads);
        var line = plot.Add.Scatter(
            measured.Select(s => s.Epoch).ToArray(), measured.Select(s => Within(s.Of.Mean, reach)).ToArray(), color);
        line.LineWidth = width;
        line.MarkerSize = measured.Length == 1 ? 5 : 0;
        line.LegendText = Look.Fitting(name ?? "");
        return line;
    }

    /// <summary>A program need not measure everything in every epoch.</summary>
    private static ImmutableArray<(double Epoch, Spread Of)> Measured(ImmutableArray<Spread> spreads) =>
        [.. spreads.Select((spread, i) => (i + 1.0, spread)).Where(epoch => epoch.spread.Count > 0)];

    private static void Frame(Plot plot, int epochs, IEnumerable<double> values)
    {
        var spread = Spread.Of(values);
        var (low, high) = spread.Count == 0 ? (0.0, 1.0) : (spread.Min, spread.Max);
        var margin = Math.Max((high - low) * .07, Math.Max(Math.Abs(high) * .01, 1e-6));
        var side = Math.Max(epochs - 1, 1) * .02;
        plot.Axes.SetLimits(1 - (epochs == 1 ? .5 : side), epochs + (epochs == 1 ? .5 : side), low - margin, high + margin);
        plot.Axes.Bottom.TickGenerator = Ticks.Whole(1, epochs, 16);
        plot.Layout.Fixed(Edges);
    }
}
