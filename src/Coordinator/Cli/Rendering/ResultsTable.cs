using System.Globalization;
using Spectre.Console;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>Trials as a table for people.</summary>
internal static class ResultsTable
{
    private const int Always = FittingColumn<TrialRow>.Always;

    private static readonly FittingTable<TrialRow> Table = new(
    [
        new("trial", Always, t => t.Trial.Value, Left: true),
        new("state", 90, t => TrialColumn.State(t.State), Left: true),
        new("lr", Always, t => Numbers.Exact(t.LearningRate)),
        new("epochs", Always, t => Numbers.Count(t.Epochs)),
        new("decay", 20, t => Numbers.Exact(t.WeightDecay)),
        new("batch", 30, t => Numbers.Count(t.BatchSize)),
        new("seed", 40, t => t.Seed.ToString(CultureInfo.InvariantCulture)),
        new("train loss", 50, t => Numbers.Measure(t.TrainLoss)),
        new("val loss", 70, t => Numbers.Measure(t.ValLoss)),
        new("val acc", 80, t => Numbers.Measure(t.ValAccuracy)),
        new("best epoch", 35, Best),
        new("seconds", 15, t => Numbers.Rate(t.Seconds)),
        new("agent", 10, t => t.Agent ?? Numbers.None, Left: true),
        new("attempt", 5, t => Numbers.Count(t.Attempt)),
    ],
    t => Colour(t.State));

    public static Table Of(IReadOnlyList<TrialRow> rows, int width) => Table.Of(rows, width);

    public static Style Colour(TrialState state) => state switch
    {
        TrialState.Completed => Style.Plain,
        TrialState.Diverged => new Style(Color.Yellow),
        TrialState.Failed => new Style(Color.Red),
        _ => new Style(Color.Grey),
    };

    private static string Best(TrialRow trial) =>
        trial is { BestEpoch: > 0 and { } epoch, BestEpochValAccuracy: { } accuracy } ? $"{Numbers.Measure(accuracy)} @{epoch}" : Numbers.None;
}
