using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Plots;

/// <summary>One cell of the heat map.</summary>
/// <param name="Value">Mean over the seeds of the cell's best configuration; not a number where no trial has completed.</param>
/// <param name="Note">What is to be said beside or instead of the number; null when all trials have completed.</param>
internal sealed record HeatMapCell(int Column, int Row, double Value, string? Note)
{
    public static HeatMapCell Of(int column, int row, ImmutableArray<TrialRow> trials, Objective objective)
    {
        var value = trials
            .GroupBy(Configuration.Of)
            .Select(seeds => Spread.Of(seeds.Select(t => objective.Of(t))).Mean)
            .Aggregate(double.NaN, (best, mean) => objective.IsBetter(mean, best) ? mean : best);
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
