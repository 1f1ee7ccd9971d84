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

    /// <summary>Those that a sweep can be drawn in: a program without a learning rate has none by it.</summary>
    public static IReadOnlyList<string> NamesFor(SweepRecord sweep) =>
        sweep.Trials.All(trial => trial.LearningRate > 0) ? Names : [.. Names.Except(ByLearningRate)];

    private static readonly string[] ByLearningRate = ["heatmap", "lr"];

    public static Figure Draw(string name, SweepRecord sweep)
    {
        if (!Names.Contains(name))
            throw new BadInputException($"There is no plot '{name}'; choose one of {string.Join(", ", Names)}.");
        return NamesFor(sweep).Contains(name) ? Plots.First(p => p.Name == name).Draw(sweep) : throw new BadInputException(
            $"The plot '{name}' is by learning rate, and not every trial of sweep '{sweep.Spec.Name}' has an lr; "
                + $"choose one of {string.Join(", ", NamesFor(sweep))}.");
    }
}
