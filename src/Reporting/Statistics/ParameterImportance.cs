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
    public static ParameterImportance? Of(SweepRecord sweep) => Of(sweep.Spec.Objective, sweep.Trials);

    /// <inheritdoc cref="Of(SweepRecord)"/>
    public static ParameterImportance? Of(Objective objective, ImmutableArray<TrialRow> grid)
    {
        TrialRow[] trials = [.. grid.Where(trial => Leaderboard.TakesPart(objective, trial))];
        string[] names = [.. NamesThatVary(trials)];
        var objectives = new double[trials.Length];
        for (var i = 0; i < trials.Length; i++)
            objectives[i] = Leaderboard.Value(objective, trials[i]);
        var values = Array.ConvertAll(names, name => ValuesOf(trials, name));
        ImmutableArray<MainEffect> effects =
        [
            .. names.Select((name, i) => MainEffect.Of(name, values[i], objectives)).OfType<MainEffect>()
                .OrderByDescending(effect => effect.Share),
        ];
        if (effects.IsEmpty)
            return null;
        return new(effects, trials.Length, grid.Count(trial => trial.InGrid && trial.State == TrialState.Diverged))
        {
            Rest = IsWhole(values, trials.Length) ? Math.Max(0, 1 - effects.Sum(effect => effect.Share)) : null,
        };
    }

    /// <summary>The hyperparameters of which the trials have more than one value; absent is one.</summary>
    public static IEnumerable<string> NamesThatVary(IReadOnlyCollection<TrialRow> trials) =>
        trials.SelectMany(trial => trial.Hyperparameters.Names).Distinct().Order(ParameterName.InOrder)
            .Where(name => trials.Any(trial => trial.Hyperparameters[name] != trials.First().Hyperparameters[name]));

    /// <summary>For each trial which of the values it has.</summary>
    private static int[] ValuesOf(TrialRow[] trials, string name)
    {
        var (all, numbers) = (new ParameterValue?[trials.Length], true);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = trials[i].Hyperparameters[name];
            numbers &= all[i] is { } value && double.IsFinite(value.Number);
        }
        return Numbered(all, numbers ? MostValues : int.MaxValue) ?? RangesOf(all);
    }

    /// <summary>Which of the values each is, in the order of their first appearance; null where there are more than so many.</summary>
    private static int[]? Numbered(ParameterValue?[] all, int most)
    {
        var (distinct, count, numberOf) = (new ParameterValue?[MostValues], 0, new int[all.Length]);
        for (var i = 0; i < all.Length; i++)
        {
            var number = 0;
            while (number < count && distinct[number] != all[i])
                number++;
            if (number == most)
                return null;
            if (number == distinct.Length)
                Array.Resize(ref distinct, 2 * number);
            if (number == count)
                distinct[count++] = all[i];
            numberOf[i] = number;
        }
        return numberOf;
    }

    /// <summary>In which of ranges of about as many trials each number is.</summary>
    private static int[] RangesOf(ParameterValue?[] all)
    {
        var numbers = new double[all.Length];
        for (var i = 0; i < all.Length; i++)
            numbers[i] = all[i]!.Value.Number;
        double[] sorted = [.. numbers];
        Array.Sort(sorted);
        var ranges = Math.Clamp(all.Length / InARange, 2, MostValues);
        double[] edges = [.. Enumerable.Range(1, ranges - 1).Select(i => sorted[i * sorted.Length / ranges]).Distinct()];
        var rangeOf = new int[all.Length];
        for (var i = 0; i < all.Length; i++)
            while (rangeOf[i] < edges.Length && numbers[i] >= edges[rangeOf[i]])
                rangeOf[i]++;
        return rangeOf;
    }

    /// <summary>Whether every combination of values has as many trials as every other.</summary>
    private static bool IsWhole(int[][] values, int trials)
    {
        var (combinationOf, combinations) = (new int[trials], 1L);
        foreach (var valueOf in values)
        {
            var place = new int[valueOf.Max() + 1];
            foreach (var value in valueOf)
                place[value] = 1;
            var used = 0;
            for (var value = 0; value < place.Length; value++)
                place[value] = place[value] == 0 ? 0 : used++;
            combinations *= used;
            if (combinations > trials)
                return false;
            for (var i = 0; i < trials; i++)
                combinationOf[i] = (combinationOf[i] * used) + place[valueOf[i]];
        }
        var counts = new int[combinations];
        foreach (var combination in combinationOf)
            counts[combination]++;
        return Array.TrueForAll(counts, count => count == counts[0]);
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
