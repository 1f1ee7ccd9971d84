using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Plots;

/// <summary>Every plot by the name that the command line and pages know it under, in the order of the report.</summary>
internal static class PlotCatalog
{
    public const string Curves = "curves", HeatMap = "heatmap", ByParameter = "parameter";

    private const string ByLearningRate = "lr";

    /// <summary>Of pictures against one hyperparameter a report has no more.</summary>
    private const int MostByParameter = 4;

    private static readonly (string Name, Func<SweepRecord, PlotAxes, Figure> Draw)[] Plots =
    [
        (Curves, (sweep, _) => CurvesPlot.Of(sweep)),
        (HeatMap, (sweep, axes) => HeatMapPlot.Of(sweep, axes.X, axes.Y)),
        (ByLearningRate, (sweep, _) => ParameterPlot.OfLearningRate(sweep)),
        (ByParameter, (sweep, axes) => ParameterPlot.Of(sweep, axes.X ?? Numeric(sweep)[0])),
        ("importance", (sweep, _) => ImportancePlot.Of(sweep)),
        ("parallel", (sweep, _) => ParallelPlot.Of(sweep)),
        ("timeline", (sweep, _) => TimelinePlot.Of(sweep)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Plots.Select(p => p.Name)];

    /// <summary>Those that a sweep can be drawn in: a program without a learning rate has none by it.</summary>
    public static IReadOnlyList<string> NamesFor(SweepRecord sweep) =>
        sweep.Trials.All(trial => trial.LearningRate > 0) ? Names : [.. Names.Where(name => name != ByLearningRate)];

    /// <summary>The pictures of a report, each with what tells it from the others: one against each number that varies.</summary>
    public static IEnumerable<(string Id, string Name, PlotAxes Axes)> Report(SweepRecord sweep) => NamesFor(sweep).SelectMany(name =>
        name != ByParameter ? [(name, name, default)]
            : Numeric(sweep).Take(MostByParameter)
                .Select((parameter, i) => (i == 0 ? name : $"{name}-{parameter}", name, new PlotAxes(parameter))));

    /// <exception cref="BadInputException">There is no such plot, or not of this sweep, or not with these hyperparameters.</exception>
    public static Figure Draw(string name, SweepRecord sweep, PlotAxes axes = default)
    {
        if (!Names.Contains(name))
            throw new BadInputException($"There is no plot '{name}'; choose one of {string.Join(", ", Names)}.");
        if (!NamesFor(sweep).Contains(name))
            throw new BadInputException(
                $"The plot '{name}' is by learning rate, and not every trial of sweep '{sweep.Spec.Name}' has an lr; "
                    + $"choose one of {string.Join(", ", NamesFor(sweep))}.");
        Require(sweep, "--x", axes.X);
        Require(sweep, "--y", axes.Y);
        if (axes.X is { } both && both == axes.Y)
            throw new BadInputException($"--x and --y are both '{both}'; name another hyperparameter with one of them.");
        return Plots.First(p => p.Name == name).Draw(sweep, axes);
    }

    private static void Require(SweepRecord sweep, string option, string? name)
    {
        if (name is null)
            return;
        string[] known = [.. sweep.Trials.SelectMany(trial => trial.Hyperparameters.Values).Select(value => value.Key).Distinct()
            .Order(ParameterName.InOrder)];
        if (!known.Contains(name))
            throw new BadInputException(
                $"{option}: the hyperparameter '{name}' of sweep '{sweep.Spec.Name}' {NearestWord.Unknown(name, known)}.");
    }

    /// <summary>
    /// The numbers to draw the objective against, what explains most first: those that vary, without the learning rate, which has a plot of
    /// its own, and the seed. The epochs, which every sweep has, where there are none.
    /// </summary>
    private static ImmutableArray<string> Numeric(SweepRecord sweep)
    {
        string[] vary =
        [
            .. ParameterImportance.NamesThatVary(sweep.Trials).Where(name => name is not (ParameterName.LearningRate or ParameterName.Seed)
                && sweep.Trials.All(trial => trial.Hyperparameters[name] is not { } value || double.IsFinite(value.Number))),
        ];
        string[] ranked = [.. ParameterImportance.Of(sweep)?.Effects.Select(effect => effect.Name).Intersect(vary) ?? []];
        return [.. ranked, .. vary.Except(ranked), .. vary.Length == 0 ? [ParameterName.Epochs] : Array.Empty<string>()];
    }
}
