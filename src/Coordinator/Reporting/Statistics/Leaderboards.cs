using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>Ranks the configurations of a sweep by their mean over seeds, and says which of them chance could have swapped.</summary>
internal static class Leaderboards
{
    public static BestReport Best(SweepRecord record)
    {
        var images = record.Spec.Dataset.Validation ?? Datasets.SizeOf(record.Spec.Dataset.Name).Validation;
        var grid = record.Trials.Where(t => t.InGrid).ToImmutableArray();
        var single = grid.FirstOrDefault(t => t.Trial == record.View.Best.Trial);
        var standings = Judged(Ranked(grid, record.Spec.Objective, images, single), record.Spec.Objective, images);
        return new(
            record.View.Best, single, record.Spec.Objective, standings,
            standings.IsEmpty ? [] : GridEdges.Of(standings[0].Configuration, grid),
            BestNotes.Of(record, standings, images));
    }

    /// <summary>
    /// A configuration of which a seed diverged is not ranked by its survivors. Between equal means the one with the best single
    /// trial is first, so that with one seed the winner is the answer of <c>best --json</c>.
    /// </summary>
    private static ImmutableArray<Standing> Ranked(ImmutableArray<TrialRow> grid, Objective objective, int images, TrialRow? single) =>
        [.. grid.GroupBy(Configuration.Of)
            .Where(g => g.Any(t => t.State == TrialState.Completed))
            .Select(g => Of(g.Key, [.. g], objective, images))
            .OrderBy(s => s.Diverged > 0)
            .ThenBy(s => objective == Objective.ValAccuracy ? -s.Mean : s.Mean)
            .ThenByDescending(s => single is not null && s.Configuration == Configuration.Of(single))];

    private static Standing Of(Configuration configuration, ImmutableArray<TrialRow> trials, Objective objective, int images)
    {
        var completed = trials.Where(t => t.State == TrialState.Completed).ToImmutableArray();
        var values = Sample.Of(completed.Select(t => Value(t, objective)));
        return new(
            configuration, completed, trials.Length, trials.Count(t => t.State == TrialState.Diverged), values,
            IntervalOf(values, objective, images), Verdict.Untested, null, null);
    }

    private static Interval? IntervalOf(Sample values, Objective objective, int images) =>
        values.Count > 1 ? Interval.OfMean(values)
        : objective == Objective.ValAccuracy ? Interval.OfProportion(values.Mean, images)
        : null;

    /// <summary>Every configuration against the winner, as one family of tests.</summary>
    private static ImmutableArray<Standing> Judged(ImmutableArray<Standing> ranked, Objective objective, int images)
    {
        if (ranked.IsEmpty)
            return ranked;
        var winner = ranked[0];
        var tests = ranked.Select(s => s == winner ? null : Test(winner, s, objective, images)).ToArray();
        var adjusted = new Queue<double>(Holm.Adjust([.. tests.OfType<DifferenceTest>().Select(t => t.P)]));
        return [.. ranked.Zip(tests, (standing, test) => test is null
            ? standing with { Verdict = standing == winner ? Verdict.Winner : Verdict.Untested }
            : Judged(standing, test, adjusted.Dequeue()))];
    }

    private static Standing Judged(Standing standing, DifferenceTest test, double p) =>
        standing with { Verdict = p > 1 - Interval.Level ? Verdict.Tied : Verdict.Worse, Against = test, AdjustedP = p };

    /// <returns>Null where one side has a single seed and the other several, or where nothing is known of the uncertainty of a single one.</returns>
    private static DifferenceTest? Test(Standing winner, Standing other, Objective objective, int images) => (winner.Values.Count, other.Values.Count) switch
    {
        ( > 1, > 1) => SameSeeds(winner, other) is { } matched
            ? DifferenceTest.Paired(winner.Values, matched)
            : DifferenceTest.Welch(winner.Values, other.Values),
        (1, 1) when objective == Objective.ValAccuracy => DifferenceTest.TwoProportions(winner.Mean, other.Mean, images),
        _ => null,
    };

    /// <summary>The other's values in the order of the winner's seeds; null unless both have the same seeds.</summary>
    private static Sample? SameSeeds(Standing winner, Standing other)
    {
        var bySeed = other.Trials.Zip(other.Values.Values, (trial, value) => (trial.Seed, value)).ToDictionary(p => p.Seed, p => p.value);
        return bySeed.Count == winner.Trials.Length && winner.Trials.All(t => bySeed.ContainsKey(t.Seed))
            ? Sample.Of(winner.Trials.Select(t => bySeed[t.Seed]))
            : null;
    }

    private static double Value(TrialRow trial, Objective objective) =>
        (objective == Objective.ValAccuracy ? trial.ValAccuracy : trial.ValLoss) ?? double.NaN;
}
