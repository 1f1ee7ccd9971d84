using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>One column of <c>sweep results</c> under the name it has in JSON, in CSV and in <c>--sort</c>.</summary>
/// <param name="Value">A string, a double, an integer, or null where the trial has none.</param>
internal sealed record TrialColumn(string Name, Func<TrialRow, object?> Value)
{
    /// <summary>All columns, in the order of the JSON contract.</summary>
    public static readonly IReadOnlyList<TrialColumn> All =
    [
        new("trial", t => t.Trial.Value),
        new("state", t => State(t.State)),
        new("lr", t => t.LearningRate),
        new("epochs", t => t.Epochs),
        new("weightDecay", t => t.WeightDecay),
        new("batchSize", t => t.BatchSize),
        new("seed", t => t.Seed),
        new("trainLoss", t => t.TrainLoss),
        new("valLoss", t => t.ValLoss),
        new("valAccuracy", t => t.ValAccuracy),
        new("bestEpoch", t => t.BestEpoch),
        new("bestEpochValAccuracy", t => t.BestEpochValAccuracy),
        new("seconds", t => t.Seconds),
        new("run", t => t.Run.Value),
        new("agent", t => t.Agent),
        new("attempt", t => t.Attempt),
    ];

    public static string State(TrialState state) => state switch
    {
        TrialState.Pending => "pending",
        TrialState.Running => "running",
        TrialState.Completed => "completed",
        TrialState.Diverged => "diverged",
        TrialState.Failed => "failed",
        _ => "cancelled",
    };

    /// <summary>The column that a person named.</summary>
    public static TrialColumn Named(string name) =>
        All.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException($"--sort: there is no column '{name}'; the columns are {string.Join(", ", All.Select(c => c.Name))}.");
}
