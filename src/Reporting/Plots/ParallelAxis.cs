using System.Collections.Immutable;
using Sweep.Experiments.Spaces;
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

    /// <summary>Of the network learning rate and epochs always, of the others those that vary; of a program all that vary.</summary>
    public static ImmutableArray<ParallelAxis> Of(ImmutableArray<TrialRow> trials)
    {
        var ofNetwork = trials.All(trial => trial.Hyperparameters.Shared.IsOfNetwork);
        var names = ofNetwork ? ParameterName.Known : [.. TrialColumns.Of([], trials).Parameters.Select(column => column.Name)];
        return [.. names.Select(name => Of(
            trials, name, always: ofNetwork && name is ParameterName.LearningRate or ParameterName.Epochs)).OfType<ParallelAxis>()];
    }

    /// <returns>Null where all trials agree, unless it is drawn always.</returns>
    private static ParallelAxis? Of(ImmutableArray<TrialRow> trials, string name, bool always)
    {
        var distinct = DistinctValues.Of(trials, name);
        if (distinct.Length < 2 && !always)
            return null;
        var title = AxisScale.Words(trials, name);
        return DistinctValues.AreNumbers(distinct)
            ? new(
                title, [.. distinct.Select(value => value!.Value.Number)], t => t.Hyperparameters[name]!.Value.Number,
                distinct.All(value => value!.Value.Kind == ParameterKind.Whole) && Parameter.Known.Any(known => known.Key == name)
                    ? Whole
                    : Numbers.Mark,
                log: name is not (ParameterName.Epochs or ParameterName.Seed))
            : new(
                title, [.. Enumerable.Range(0, distinct.Length).Select(i => (double)i)], t => distinct.IndexOf(t.Hyperparameters[name]),
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

    private static string Whole(double value) => Numbers.Fixed(value, 0);
}
