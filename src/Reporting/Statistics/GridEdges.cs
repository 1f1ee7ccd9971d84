using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// A best value at the edge of those tried says that the optimum may lie outside. Tried is what has a result, also where it was removed
/// from the grid since: a learning rate that diverged is an edge already found. What lies beyond in the grid and has no result yet is to
/// be waited for, or tried again, before the grid is made larger.
/// </summary>
internal static class GridEdges
{
    /// <summary>How many values beyond the edge are named.</summary>
    private const int Named = 3;

    /// <summary>Hyperparameters with the least value that makes sense: below it there is nothing to extend to.</summary>
    private static readonly (string Name, double Least)[] Bounded =
        [(ParameterName.Epochs, 1), (ParameterName.WeightDecay, 0), (ParameterName.BatchSize, 1)];

    /// <param name="grid">The trials of the grid.</param>
    /// <param name="removed">Those that a later sweep file took out of it.</param>
    public static ImmutableArray<string> Of(Configuration winner, IReadOnlyList<TrialRow> grid, IReadOnlyList<TrialRow> removed)
    {
        TrialRow[] tried = [.. grid.Concat(removed).Where(HasResult)];
        TrialRow[] untried = [.. grid.Where(trial => !HasResult(trial))];
        var best = tried.First(t => Configuration.Of(t) == winner);
        return [.. TrialColumns.Of([], grid).Parameters.Where(column => column.Kind != ValueKind.Text && column.Name != ParameterName.Seed)
            .Select(column => Sentence(column, best, tried, untried)).OfType<string>()];
    }

    private static bool HasResult(TrialRow trial) => trial.State is TrialState.Completed or TrialState.Diverged;

    private static string? Sentence(RowColumn column, TrialRow best, TrialRow[] tried, TrialRow[] untried)
    {
        var name = column.Name;
        var least = Bounded.Where(bounded => bounded.Name == name).Select(bounded => bounded.Least)
            .DefaultIfEmpty(double.NegativeInfinity).First();
        double At(TrialRow trial) => column.Read(trial).Number;
        var values = tried.Select(At).Where(double.IsFinite).Distinct().ToArray();
        var value = column.Read(best);
        // A conditional one that the best configuration has not.
        if (value.IsMissing)
            return null;
        var (largest, smallest) = (value.Number == values.Max(), value.Number == values.Min() && value.Number > least);
        if (largest && Beyond(untried.Where(t => At(t) > value.Number)) is { } above)
            return $"best {name} {TerminalTable.Shown(value)} is the largest with a result so far: {above}";
        if (smallest && Beyond(untried.Where(t => At(t) < value.Number)) is { } below)
            return $"best {name} {TerminalTable.Shown(value)} is the smallest with a result so far: {below}";
        if (values.Length < 2)
            return null;
        if (largest)
            return $"best {name} {TerminalTable.Shown(value)} is the largest tried: extend upwards?";
        return smallest ? $"best {name} {TerminalTable.Shown(value)} is the smallest tried: extend downwards?" : null;

        // What is open may yet be the answer; what failed or was cancelled has to be asked for again.
        string? Beyond(IEnumerable<TrialRow> trials)
        {
            var states = trials.ToLookup(trial => trial.State);
            TrialRow[] open = [.. states[TrialState.Pending], .. states[TrialState.Running]];
            if (open.Length > 0)
                return $"{Values(open)} still open.";
            if (states.Contains(TrialState.Failed))
                return $"{Values(states[TrialState.Failed])} without one, for trials failed.";
            return states.Contains(TrialState.Cancelled)
                ? $"{Values(states[TrialState.Cancelled])} without one, for the sweep was cancelled."
                : null;
        }

        string Values(IEnumerable<TrialRow> trials)
        {
            string[] shown = [.. trials.Select(column.Read).DistinctBy(v => v.Number).OrderBy(v => v.Number).Select(TerminalTable.Shown)];
            return $"{string.Join(", ", shown.Take(Named))}{(shown.Length > Named ? " …" : "")} {(shown.Length == 1 ? "is" : "are")}";
        }
    }
}
