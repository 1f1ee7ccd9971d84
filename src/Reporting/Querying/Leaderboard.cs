using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>
/// Ranks configurations, of which the first is the winner, and trials, of which the first is the best single trial. Only a completed
/// trial of the grid with a finite value takes part, so a diverged one can never win. Of equal trials the one with fewer epochs is
/// better (it costs less), then the one earlier in the grid: the same rows give the same order anywhere.
/// </summary>
public static class Leaderboard
{
    /// <param name="rows">In grid order.</param>
    /// <returns>Best first.</returns>
    public static IReadOnlyList<TrialRow> Rank(Objective objective, IEnumerable<TrialRow> rows)
    {
        // LINQ's sort is stable: what is equal in all keys stays in grid order.
        var ranked = rows.Where(row => TakesPart(objective, row));
        return [.. ranked.OrderBy(row => objective.Cost(Value(objective, row))).ThenBy(row => row.Epochs)];
    }

    /// <summary>All rows: the ranked ones, best first, then the others in their order.</summary>
    public static IReadOnlyList<TrialRow> Order(Objective objective, IReadOnlyList<TrialRow> rows) =>
        [.. Rank(objective, rows), .. rows.Where(row => !TakesPart(objective, row))];

    /// <summary>
    /// The trials of the first lines of the ranking, in grid order. Where seeds are folded, a line is a configuration with all of its
    /// trials; else it is a trial.
    /// </summary>
    /// <param name="rows">In grid order.</param>
    internal static ImmutableArray<TrialRow> First(Objective objective, IReadOnlyList<TrialRow> rows, int lines, bool fold)
    {
        if (!fold)
        {
            var best = Rank(objective, rows).Take(lines).Select(row => row.Trial).ToHashSet();
            return [.. rows.Where(row => best.Contains(row.Trial))];
        }
        var winners = Candidates(objective, rows).Take(lines).Select(candidate => Configuration.Of(candidate.BestSeed)).ToHashSet();
        return [.. rows.Where(row => row.InGrid && winners.Contains(Configuration.Of(row)))];
    }

    /// <summary>
    /// Whether <paramref name="trial"/> is to be ranked before <paramref name="best"/>, the best so far; null is none yet.
    /// </summary>
    internal static bool Beats(Objective objective, StoredTrial trial, StoredTrial? best)
    {
        if (!TakesPart(objective, trial.Row))
            return false;
        if (best is not { } other)
            return true;
        var (value, otherValue) = (Value(objective, trial.Row), Value(objective, other.Row));
        return value == otherValue
            ? (trial.Row.Epochs, trial.Order).CompareTo((other.Row.Epochs, other.Order)) < 0
            : objective.IsBetter(value, otherValue);
    }

    /// <summary>All configurations of which a trial has completed, the winner first.</summary>
    /// <param name="rows">In grid order.</param>
    internal static ImmutableArray<Candidate> Candidates(Objective objective, IEnumerable<TrialRow> rows) =>
        [.. rows.Where(row => row.InGrid).Select((row, order) => new StoredTrial(row, order))
            .GroupBy(trial => Configuration.Of(trial.Row))
            .Select(group => Candidate.Of(objective, [.. group])).OfType<Candidate>()
            .Order(new CandidateOrder(objective))];

    /// <summary>The configuration that every command means by the winner; null while no trial has completed.</summary>
    /// <param name="rows">In grid order.</param>
    internal static Candidate? Winner(Objective objective, IEnumerable<TrialRow> rows) => Candidates(objective, rows).FirstOrDefault();

    /// <summary>The winner and, beside it, the best single trial.</summary>
    /// <param name="rows">In grid order.</param>
    public static BestView Best(string sweep, Objective objective, IReadOnlyList<TrialRow> rows) =>
        Best(sweep, objective.Metric, Candidates(objective, rows), Rank(objective, rows) is [var single, ..] ? single : null, Count(rows));

    /// <param name="metric">The objective's.</param>
    /// <param name="candidates">As <see cref="Candidates"/> gives them.</param>
    /// <param name="single">The first of <see cref="Rank"/>; null while there is none.</param>
    internal static BestView Best(
        string sweep, string metric, ImmutableArray<Candidate> candidates, TrialRow? single, TrialCounts counts) =>
        candidates is [var winner, ..]
            ? Best(sweep, metric, winner.BestSeed, winner.Mean, winner.Trials.Length, single, counts)
            : Best(sweep, metric, null, null, 0, null, counts);

    /// <param name="metric">The objective's.</param>
    /// <param name="winner">The best seed of the winning configuration; null while there is none.</param>
    /// <param name="mean">Over the seeds of that configuration that completed.</param>
    /// <param name="seeds">How many these are.</param>
    /// <param name="single">The best single trial.</param>
    internal static BestView Best(
        string sweep, string metric, TrialRow? winner, double? mean, int seeds, TrialRow? single, TrialCounts counts) =>
        winner is null ? new(sweep, null, null, metric, null, null, counts) : new(
            sweep, winner.Trial, winner.Hyperparameters, metric, winner.Metric(metric) ?? double.NaN, winner.Epochs, counts)
        {
            BestEpoch = winner.BestEpoch,
            BestEpochValAccuracy = winner.BestEpochValAccuracy,
            Mean = mean,
            Seeds = seeds,
            BestSingle = single is null ? null : SingleView.Of(metric, single),
        };

    /// <summary>Counts the trials of the grid; pending are all that still need a result and may get one, running ones included.</summary>
    public static TrialCounts Count(IEnumerable<TrialRow> rows)
    {
        var counts = new int[Enum.GetValues<TrialState>().Length];
        foreach (var row in rows)
            if (row.InGrid)
                counts[(int)row.State]++;
        return Counts(counts);
    }

    /// <param name="counts">One number for each <see cref="TrialState"/>, in its order.</param>
    public static TrialCounts Counts(IReadOnlyList<int> counts)
    {
        int Of(TrialState state) => counts[(int)state];
        var open = Of(TrialState.Pending) + Of(TrialState.Running);
        return new(counts.Sum(), Of(TrialState.Completed), Of(TrialState.Diverged), Of(TrialState.Failed), open)
        {
            Running = Of(TrialState.Running),
            Cancelled = Of(TrialState.Cancelled),
        };
    }

    internal static bool TakesPart(Objective objective, TrialRow row) =>
        row is { InGrid: true, State: TrialState.Completed } && double.IsFinite(Value(objective, row));

    /// <summary>After the trial's last epoch; not a number where it has none.</summary>
    internal static double Value(Objective objective, TrialRow row) =>
        row.Metric(objective.Metric) ?? double.NaN;
}
