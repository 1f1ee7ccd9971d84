using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Plots;

/// <summary>One cell of the heat map.</summary>
/// <param name="Value">
/// Mean over the seeds of the cell's best configuration, or over all its trials; not a number where no trial has completed.
/// </param>
/// <param name="Note">What is to be said beside or instead of the number; null when all trials have completed.</param>
internal sealed record HeatMapCell(int Column, int Row, double Value, string? Note)
{
    /// <param name="best">Whether its value is that of its best configuration, not the mean of all its trials.</param>
    public static HeatMapCell Of(int column, int row, ImmutableArray<TrialRow> trials, Objective objective, bool best)
    {
        var value = trials
            .GroupBy(trial => best ? Configuration.Of(trial) : null)
            .Select(seeds => Spread.Of(seeds.Select(t => objective.Of(t))).Mean)
            .Aggregate(double.NaN, (leading, mean) => objective.IsBetter(mean, leading) ? mean : leading);
        return new(column, row, value, Remark(trials, double.IsFinite(value)));
    }

    private static string? Remark(ImmutableArray<TrialRow> trials, bool some)
    {
        if (trials.All(t => t.State == TrialState.Completed)) return null;
        var (state, count) = trials.Where(t => t.State != TrialState.Completed)
            .GroupBy(t => t.State).Select(g => (g.Key, g.Count())).OrderByDescending(g => Weight(g.Key)).First();
        return some || count < trials.Length ? $"{count} of {trials.Length} {Word(state)}" : Word(state);
    }

    private static string Word(TrialState state) => state.ToString().ToLowerInvariant();

    private static int Weight(TrialState state) => state switch
    {
        TrialState.Diverged => 4,
        TrialState.Failed => 3,
        TrialState.Running => 2,
        TrialState.Cancelled => 1,
        _ => 0,
    };
}
