using System.Collections.Immutable;
using Sweep.Coordinator.Reporting.Expressions;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>
/// A best value at the edge of those tried says that the optimum may lie outside. Tried is what has a result: a learning rate that
/// diverged is an edge already found.
/// </summary>
internal static class GridEdges
{
    /// <summary>Hyperparameters with the least value that makes sense: below it there is nothing to extend to.</summary>
    private static readonly (string Name, double Least)[] Hyperparameters = [("lr", double.NegativeInfinity), ("epochs", 1), ("weightDecay", 0), ("batchSize", 1)];

    public static ImmutableArray<string> Of(Configuration winner, IReadOnlyList<TrialRow> grid)
    {
        var tried = grid.Where(t => t.State is TrialState.Completed or TrialState.Diverged).ToArray();
        var best = tried.First(t => Configuration.Of(t) == winner);
        return [.. Hyperparameters.Select(h => Sentence(h.Name, h.Least, best, tried)).OfType<string>()];
    }

    private static string? Sentence(string name, double least, TrialRow best, TrialRow[] tried)
    {
        var column = TrialColumns.Of(name);
        var values = tried.Select(t => column.Read(t).Number).Distinct().ToArray();
        var value = column.Read(best);
        if (values.Length < 2)
            return null;
        if (value.Number == values.Max())
            return $"best {name} {value} is the largest tried: extend upwards?";
        return value.Number == values.Min() && value.Number > least ? $"best {name} {value} is the smallest tried: extend downwards?" : null;
    }
}
