using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting;

/// <summary>
/// Ranks trials. Only a completed trial of the grid with a finite value takes part, so a diverged one can never win. Of equal values
/// the trial with fewer epochs is better (it costs less), then the one earlier in the grid: the same rows give the same order anywhere.
/// </summary>
public static class Leaderboard
{
    /// <param name="rows">In grid order.</param>
    /// <returns>Best first.</returns>
    public static IReadOnlyList<TrialRow> Rank(Objective objective, IEnumerable<TrialRow> rows)
    {
        // LINQ's sort is stable: what is equal in all keys stays in grid order.
        var ranked = rows.Where(row => TakesPart(objective, row));
        var byValue = objective == Objective.ValAccuracy ? ranked.OrderByDescending(row => Value(objective, row)) : ranked.OrderBy(row => Value(objective, row));
        return [.. byValue.ThenBy(row => row.Epochs)];
    }

    /// <summary>All rows: the ranked ones, best first, then the others in their order.</summary>
    public static IReadOnlyList<TrialRow> Order(Objective objective, IReadOnlyList<TrialRow> rows) =>
        [.. Rank(objective, rows), .. rows.Where(row => !TakesPart(objective, row))];

    /// <summary>Whether <paramref name="trial"/> is to be ranked before <paramref name="best"/>, the best so far; null is none yet.</summary>
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

    public static BestView Best(string sweep, Objective objective, TrialRow? winner, TrialCounts counts) => winner is null
        ? new(sweep, null, null, objective.Name(), null, null, counts)
        : new(sweep, winner.Trial, new(winner.LearningRate, winner.Epochs, winner.WeightDecay, winner.BatchSize, winner.Seed),
            objective.Name(), Value(objective, winner), winner.Epochs, counts)
        {
            BestEpoch = winner.BestEpoch,
            BestEpochValAccuracy = winner.BestEpochValAccuracy,
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
        return new(counts.Sum(), Of(TrialState.Completed), Of(TrialState.Diverged), Of(TrialState.Failed), Of(TrialState.Pending) + Of(TrialState.Running))
        {
            Running = Of(TrialState.Running),
            Cancelled = Of(TrialState.Cancelled),
        };
    }

    private static bool TakesPart(Objective objective, TrialRow row) =>
        row is { InGrid: true, State: TrialState.Completed } && double.IsFinite(Value(objective, row));

    private static double Value(Objective objective, TrialRow row) =>
        (objective == Objective.ValAccuracy ? row.ValAccuracy : row.ValLoss) ?? double.NaN;
}
