using System.Collections.Immutable;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>Which configuration of a sweep won, how sure that is, and where to look next.</summary>
internal static class Leaderboards
{
    public static BestReport Best(SweepRecord record) => Best(RankingRules.Of(record.Spec), record.Trials, record.Removed);

    /// <param name="trials">The grid's, in its order.</param>
    /// <param name="removed">Those that a later sweep file took out of it.</param>
    public static BestReport Best(RankingRules rules, ImmutableArray<TrialRow> trials, ImmutableArray<TrialRow> removed)
    {
        var objective = rules.Objective;
        var candidates = Leaderboard.Candidates(objective, trials);
        var judging = JudgingOf(rules, trials, candidates);
        var standings = judging.Standings();
        var resolution = standings.IsEmpty ? null : judging.Resolution();
        var single = Leaderboard.Rank(objective, trials) is [var first, ..] ? first : null;
        var best = Leaderboard.Best(rules.Sweep, objective.Metric, candidates, single, Leaderboard.Count(trials));
        return new(
            best, candidates is [var winner, ..] ? winner.BestSeed : null, single, objective, standings,
            standings.IsEmpty
                ? []
                :
                [
                    .. GridEdges.Of(standings[0].Configuration, trials, removed),
                    .. RemovedBetter.Sentences(objective, trials, removed, candidates[0]),
                ],
            BestNotes.Of(rules, trials, standings, judging, resolution))
        {
            Resolution = resolution,
            Importance = ParameterImportance.Of(objective, trials),
            Cost = Cost.Of(trials.Concat(removed)),
        };
    }

    public static Judging JudgingOf(SweepRecord record) => JudgingOf(
        RankingRules.Of(record.Spec), record.Trials, Leaderboard.Candidates(record.Spec.Objective, record.Trials));

    private static Judging JudgingOf(RankingRules rules, ImmutableArray<TrialRow> trials, ImmutableArray<Candidate> candidates) =>
        new(candidates, rules.Objective, Images(rules, trials));

    /// <summary>
    /// A program's dataset is its own: what it does not tell nobody knows. Where it tells several numbers the least is taken, which claims
    /// the least.
    /// </summary>
    private static int? Images(RankingRules rules, ImmutableArray<TrialRow> trials) => !rules.OfProgram
        ? rules.Images
        : trials.Select(trial => trial.Metric(SweepMetrics.ValidationCount))
            .Where(count => count is >= 1 and <= int.MaxValue).Min() is { } least ? (int)least : null;
}
