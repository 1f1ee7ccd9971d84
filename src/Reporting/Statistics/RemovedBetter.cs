using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// Trials that a later sweep file took out of the grid take no part in the ranking; where they did better, that is worth a sentence.
/// </summary>
internal static class RemovedBetter
{
    /// <returns>At most one sentence: of the best removed configuration where that beats the winner, else of the best removed trial where
    /// that beats every other.</returns>
    public static IEnumerable<string> Sentences(
        Objective objective, ImmutableArray<TrialRow> trials, ImmutableArray<TrialRow> outOfTheGrid, Candidate winner)
    {
        if (outOfTheGrid.IsEmpty)
            yield break;
        var kept = trials.Select(Configuration.Of).ToHashSet();
        TrialRow[] removed = [.. outOfTheGrid.Select(trial => trial with { InGrid = true })];
        if (Leaderboard.Winner(objective, removed.Where(trial => !kept.Contains(Configuration.Of(trial)))) is { Diverged: 0 } other
            && objective.IsBetter(other.Mean, winner.Mean))
        {
            var seeds = other.Trials.Length > 1 ? $" over {other.Trials.Length} seeds" : "";
            yield return $"A configuration that was removed from the grid did better: {other.Configuration}, "
                + $"{objective.Metric} {Numbers.Measure(other.Mean)}{seeds}, "
                + $"trial {other.BestSeed.Trial}; 'sweep results --removed' lists what was removed.";
            yield break;
        }
        if (Leaderboard.Rank(objective, removed) is [var single, ..]
            && Leaderboard.Rank(objective, trials) is [var best, ..]
            && objective.IsBetter(Leaderboard.Value(objective, single), Leaderboard.Value(objective, best)))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"A trial that was removed from the grid did better than any in it: {single.Trial}, {Configuration.Of(single)}, "
                + $"seed {single.Seed}: {Numbers.Measure(Leaderboard.Value(objective, single))}; "
                + $"'sweep results --removed' lists what was removed.");
    }
}
