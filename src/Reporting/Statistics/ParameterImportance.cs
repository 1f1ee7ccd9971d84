using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// How much each hyperparameter matters in a sweep, by the trials that completed. Main effects alone: what two do only together is in
/// <see cref="Rest"/>, and where not every combination was tried the effects of hyperparameters that went together cannot be told apart.
/// </summary>
/// <param name="Effects">Of every hyperparameter with more than one value, the seed among them: the largest share first.</param>
/// <param name="Trials">On which it rests.</param>
/// <param name="Diverged">Trials that diverged and are left out: of what has no number none can be explained.</param>
internal sealed record ParameterImportance(ImmutableArray<MainEffect> Effects, int Trials, int Diverged)
{
    /// <summary>A number with more values than this is taken in ranges that hold about as many trials each.</summary>
    private const int MostValues = 8;

    /// <summary>In a range there are at least about so many trials.</summary>
    private const int InARange = 5;

    /// <summary>
    /// What no hyperparameter explains by itself: what they do together, and chance. Null where not every combination of values has as many
    /// trials as every other, since the shares need not add up then.
    /// </summary>
    public double? Rest { get; private init; }

    /// <returns>Null where there is nothing to explain, or nothing to explain it by.</returns>
    public static ParameterImportance? Of(SweepRecord sweep)
    {
        var objective = sweep.Spec.Objective;
        TrialRow[] trials = [.. sweep.Trials.Where(trial => Leaderboard.TakesPart(objective, trial))];
        string[] names = [.. NamesThatVary(trials)];
        var values = names.ToDictionary(name => name, name => ValuesOf(trials, name));
        ImmutableArray<MainEffect> effects =
        [
            .. names
                .Select(name => MainEffect.Of(
                    name, [.. trials.Select((trial, i) => (values[name][i], Leaderboard.Value(objective, trial)))]))
                .OfType<MainEffect>().OrderByDescending(effect => effect.Share),
        ];
        if (effects.IsEmpty)
            return null;
        return new(effects, trials.Length, sweep.Trials.Count(trial => trial.InGrid && trial.State == TrialState.Diverged))
        {
            Rest = IsWhole(names, values, trials.Length) ? Math.Max(0, 1 - effects.Sum(effect => effect.Share)) : null,
        };
    }

    /// <summary>The hyperparameters of which the trials have more than one value; absent is one.</summary>
    public static IEnumerable<string> NamesThatVary(IReadOnlyCollection<TrialRow> trials) =>
        trials.SelectMany(trial => trial.Hyperparameters.Values).Select(value => value.Key).Distinct().Order(ParameterName.InOrder)
            .Where(name => trials.Select(trial => trial.Hyperparameters[name]).Distinct().Skip(1).Any());

    /// <summary>For each trial which of the values it has.</summary>
    private static int[] ValuesOf(TrialRow[] trials, string name)
    {
        var all = trials.Select(trial => trial.Hyperparameters[name]).ToArray();
        var distinct = all.Distinct().ToList();
        var ranges = Math.Clamp(trials.Length / InARange, 2, MostValues);
        if (distinct.Count <= MostValues || !all.All(value => value is { } number && double.IsFinite(number.Number)))
            return Array.ConvertAll(all, value => distinct.IndexOf(value));
        double[] sorted = [.. all.Select(value => value!.Value.Number).Order()];
        double[] edges = [.. Enumerable.Range(1, ranges - 1).Select(i => sorted[i * sorted.Length / ranges]).Distinct()];
        return Array.ConvertAll(all, value => edges.Count(edge => value!.Value.Number >= edge));
    }

    private static bool IsWhole(string[] names, Dictionary<string, int[]> values, int trials)
    {
        var combinations = Enumerable.Range(0, trials).CountBy(i => string.Join(' ', names.Select(name => values[name][i])))
            .Select(pair => pair.Value).ToArray();
        var whole = names.Aggregate(1L, (product, name) => Math.Min(int.MaxValue, product * values[name].Distinct().Count()));
        return combinations.Length == whole && combinations.Distinct().Count() == 1;
    }

    /// <summary>In one line: what explains how much, the largest share first.</summary>
    /// <param name="most">How many are named at most.</param>
    public string Line(int most = 5)
    {
        var named = Effects.Take(most).Select(effect => $"{effect.Name} {Whole(effect.Share)} ± {Whole(effect.Error)} %");
        var rest = Rest is { } left ? $"; {Whole(left)} % is what they do together, and chance"
            : "; not every combination was tried, so shares overlap";
        return string.Join(", ", named) + rest;

        static string Whole(double share) => Answers.Figures.Numbers.Fixed(100 * share, 0);
    }
}
