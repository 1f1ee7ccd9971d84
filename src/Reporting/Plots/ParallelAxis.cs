using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Plots;

/// <summary>
/// One axis of parallel coordinates, from 0 (its least value) to 1 (its greatest). A few values stand evenly, so that one far off crowds
/// out no other.
/// </summary>
internal sealed class ParallelAxis
{
    private const int MostTicks = 8;
    private readonly Func<TrialRow, double> place;

    private ParallelAxis(
        string name, ImmutableArray<double> values, Func<TrialRow, double> value, Func<double, string> show, bool log, bool few = true)
    {
        Name = name;
        ImmutableArray<double> distinct = [.. values.Where(double.IsFinite).Distinct().Order()];
        Func<double, double> forth = log && distinct is [> 0, ..] ? Math.Log10 : x => x;
        var (from, to) = distinct.Length == 0 ? (0, 0) : (forth(distinct[0]), forth(distinct[^1]));
        var ordinal = few && distinct.Length <= MostTicks;
        double Share(double x) => to <= from ? .5
            : ordinal ? distinct.BinarySearch(x) / (distinct.Length - 1.0)
            : (forth(x) - from) / (to - from);
        place = trial => Share(value(trial));
        Ticks = distinct.Length <= MostTicks
            ? [.. distinct.Select(v => (Share(v), show(v)))]
            :
            [
                .. Enumerable.Range(0, 5).Select(i => distinct.MinBy(v => Math.Abs(Share(v) - (i / 4.0)))).Distinct()
                    .Select(v => (Share(v), show(v))),
            ];
    }

    public string Name { get; }
    public ImmutableArray<(double Place, string Label)> Ticks { get; }

    public double Place(TrialRow trial) => place(trial);

    /// <summary>Learning rate and epochs always; of the others those that vary, and of a program all that vary.</summary>
    public static ImmutableArray<ParallelAxis> Of(ImmutableArray<TrialRow> trials)
    {
        if (trials.Any(trial => !trial.Hyperparameters.Shared.IsOfNetwork))
            return [.. TrialColumns.Of([], trials).Parameters.Select(column => OfProgram(trials, column.Name)).OfType<ParallelAxis>()];
        ParallelAxis Axis(string name, Func<TrialRow, double> value, Func<double, string> show, bool log) =>
            new(name, [.. trials.Select(value)], value, show, log);
        return
        [
            Axis("learning rate", t => t.LearningRate, Numbers.Mark, log: true),
            Axis("epochs", t => t.Epochs, Whole, log: false),
            .. Varies(trials, t => t.WeightDecay)
                ? [Axis("weight decay", t => t.WeightDecay, Numbers.Mark, log: true)]
                : Array.Empty<ParallelAxis>(),
            .. Varies(trials, t => t.BatchSize) ? [Axis("batch size", t => t.BatchSize, Whole, log: true)] : Array.Empty<ParallelAxis>(),
            .. Varies(trials, t => t.Seed) ? [Axis("seed", t => t.Seed, Whole, log: false)] : Array.Empty<ParallelAxis>(),
        ];
    }

    /// <summary>
    /// Numbers by their size, then texts by their characters, then what a conditional parameter is where it is absent; null where all
    /// trials agree.
    /// </summary>
    private static ParallelAxis? OfProgram(ImmutableArray<TrialRow> trials, string name)
    {
        ImmutableArray<ParameterValue?> distinct =
            [.. trials.Select(trial => trial.Hyperparameters[name]).Distinct()
                .OrderBy(value => value is null ? 2 : double.IsNaN(value.Value.Number) ? 1 : 0)
                .ThenBy(value => value?.Number).ThenBy(value => value?.ToString(), StringComparer.Ordinal)];
        if (distinct.Length < 2)
            return null;
        if (distinct.All(value => value is { } number && double.IsFinite(number.Number)))
            return new(
                name, [.. distinct.Select(value => value!.Value.Number)], t => t.Hyperparameters[name]!.Value.Number, Numbers.Mark,
                log: true);
        return new(
            name, [.. Enumerable.Range(0, distinct.Length).Select(i => (double)i)], t => distinct.IndexOf(t.Hyperparameters[name]),
            i => Numbers.Short(distinct[(int)i]), log: false);
    }

    /// <summary>The axis of the objective, with five even ticks; losses out of reach end at its end.</summary>
    public static ParallelAxis Of(ImmutableArray<TrialRow> trials, Objective objective)
    {
        var reach = objective.ReachOf(trials.Select(t => objective.Of(t)));
        var spread = Spread.Of(trials.Select(t => objective.Of(t)).Where(value => value <= reach));
        ImmutableArray<double> even = spread.Count == 0
            ? []
            : [.. Enumerable.Range(0, 5).Select(i => spread.Min + ((spread.Max - spread.Min) * i / 4))];
        var more = trials.Any(t => objective.Of(t) > reach);
        return new(
            objective.Short(), even, t => Math.Min(objective.Of(t), spread.Max),
            v => v == spread.Max && more ? $"{objective.Brief(v)} and up" : objective.Brief(v), log: false, few: false);
    }

    private static bool Varies(ImmutableArray<TrialRow> trials, Func<TrialRow, double> value) =>
        trials.Select(value).Distinct().Count() > 1;

    private static string Whole(double value) => Numbers.Fixed(value, 0);
}
