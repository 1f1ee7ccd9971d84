using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Plots;

/// <summary>Every plot by the name that the command line and pages know it under, in the order of the report.</summary>
internal static class PlotCatalog
{
    public const string Curves = "curves";

    private static readonly (string Name, Func<SweepRecord, Figure> Draw)[] Plots =
    [
        (Curves, sweep => CurvesPlot.Of(sweep)),
        ("heatmap", HeatMapPlot.Of),
        ("lr", LearningRatePlot.Of),
        ("parallel", ParallelPlot.Of),
        ("timeline", TimelinePlot.Of),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Plots.Select(p => p.Name)];

    public static Figure Draw(string name, SweepRecord sweep) =>
        Plots.FirstOrDefault(p => p.Name == name).Draw?.Invoke(sweep)
        ?? throw new BadInputException($"There is no plot '{name}'; choose one of {string.Join(", ", Names)}.");
}
