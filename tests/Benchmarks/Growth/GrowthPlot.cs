using System.Globalization;
using ScottPlot;
using Sweep.Reporting.Plots;

namespace Sweep.Benchmarks.Growth;

/// <summary>The same as pictures with logarithmic axes: what grows in proportion is a straight line at 45 degrees.</summary>
internal static class GrowthPlot
{
    private const int Height = 620;

    /// <param name="file">An SVG.</param>
    public static void Seconds(IReadOnlyList<Measured> all, string of, string file) =>
        Draw(all, one => one.Processor, $"Processor seconds by {of}", of, "seconds", file);

    /// <inheritdoc cref="Seconds"/>
    public static void Memory(IReadOnlyList<Measured> all, string of, string file) =>
        Draw([.. all.Where(one => one.PeakBytes is > 0)], one => one.PeakBytes!.Value / 1e6, $"Peak memory by {of}", of, "MB", file);

    private static void Draw(IReadOnlyList<Measured> all, Func<Measured, double> value, string title, string x, string y, string file)
    {
        var plot = Look.Plot(title, x, y);
        var legend = new List<LegendItem>();
        foreach (var (what, number) in all.GroupBy(one => one.What).Select((what, number) => (what, number)))
        {
            Measured[] line = [.. what.OrderBy(one => one.Size).Where(one => value(one) > 0)];
            var color = Look.Categories[number % Look.Categories.Count];
            var shape = Look.Shapes[number / Look.Categories.Count % Look.Shapes.Count];
            var drawn = plot.Add.Scatter([.. line.Select(one => Math.Log10(one.Size))], line.Select(one => Math.Log10(value(one))).ToArray(), color);
            (drawn.LineWidth, drawn.MarkerShape, drawn.MarkerSize) = (1.5f, shape, 8);
            legend.Add(new() { LabelText = what.Key, LineColor = color, LineWidth = 1.5f, MarkerShape = shape, MarkerFillColor = color, MarkerLineColor = color });
        }
        Decades(plot.Axes.Bottom, all.Select(one => (double)one.Size));
        Decades(plot.Axes.Left, all.Select(value).Where(number => number > 0));
        Look.Legend(plot, legend);
        File.WriteAllText(file, plot.GetSvgXml(Look.Width, Height));
    }

    private static void Decades(IAxis axis, IEnumerable<double> values)
    {
        var logs = values.Select(Math.Log10).ToList();
        var (low, high) = ((int)Math.Floor(logs.Min()), (int)Math.Ceiling(logs.Max()));
        double[] places = [.. Enumerable.Range(low, high - low + 1).Select(decade => (double)decade)];
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            places, [.. places.Select(decade => Math.Pow(10, decade).ToString("#,0.###", CultureInfo.InvariantCulture))]);
        (axis.Min, axis.Max) = (low - 0.05, high + 0.05);
    }
}
