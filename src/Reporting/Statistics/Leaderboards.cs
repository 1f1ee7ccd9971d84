using System.Collections.Immutable;
using Sweep.Experiments.Data;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>Which configuration of a sweep won, how sure that is, and where to look next.</summary>
internal static class Leaderboards
{
    public static BestReport Best(SweepRecord record)
    {
        var objective = record.Spec.Objective;
        var candidates = Leaderboard.Candidates(objective, record.Trials);
        var judging = JudgingOf(record, candidates);
        var standings = judging.Standings();
        var resolution = standings.IsEmpty ? null : judging.Resolution();
        var single = Leaderboard.Rank(objective, record.Trials) is [var first, ..] ? first : null;
        var best = Leaderboard.Best(record.Spec.Name, objective.Metric, candidates, single, Leaderboard.Count(record.Trials));
        return new(
            best, candidates is [var winner, ..] ? winner.BestSeed : null, single, objective, standings,
            standings.IsEmpty
                ? []
                :
                [
                    .. GridEdges.Of(standings[0].Configuration, record.Trials, record.Removed),
                    .. RemovedBetter.Sentences(record, candidates[0]),
                ],
            BestNotes.Of(record, standings, judging, resolution))
        {
            Resolution = resolution,
            Importance = ParameterImportance.Of(record),
            Cost = Cost.Of(record.Trials.Concat(record.Removed)),
        };
    }

    public static Judging JudgingOf(SweepRecord record) => JudgingOf(record, Leaderboard.Candidates(record.Spec.Objective, record.Trials));

    private static Judging JudgingOf(SweepRecord record, ImmutableArray<Candidate> candidates) =>
        new(candidates, record.Spec.Objective, Images(record));

    /// <summary>
    /// A program's dataset is its own: what it does not tell nobody knows. Where it tells several numbers the least is taken, which claims
    /// the least.
    /// </summary>
    private static int? Images(SweepRecord record) => record.Spec.Program is null
        ? record.Spec.Dataset.Validation ?? Datasets.SizeOf(record.Spec.Dataset.Name).Validation
        : record.Trials.Select(trial => trial.Metric(SweepMetrics.ValidationCount))
            .Where(count => count is >= 1 and <= int.MaxValue).Min() is { } least ? (int)least : null;
}
