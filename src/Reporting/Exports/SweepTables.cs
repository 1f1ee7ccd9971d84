using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>One epoch of one run, with the run's hyperparameters beside it, so that the table can be asked without a join.</summary>
internal sealed record EpochRow(string Sweep, TrialRow Run, EpochMetrics Metrics);

/// <summary>
/// The two tables of a sweep. Names and order of the columns are a contract, the same in CSV and Parquet; new ones go to the end.
/// </summary>
internal static class SweepTables
{
    public static readonly ImmutableArray<Column<TrialRow>> TrialColumns =
    [
        Text("sweep", t => t.Sweep),
        Text("trial", t => t.Trial.Value),
        Text("state", t => t.State.ToString().ToLowerInvariant()),
        Number<double>("lr", t => t.LearningRate),
        Number<int>("epochs", t => t.Epochs),
        Number<double>("weightDecay", t => t.WeightDecay),
        Number<int>("batchSize", t => t.BatchSize),
        Number<long>("seed", t => t.Seed),
        Number<double>("trainLoss", t => t.TrainLoss),
        Number<double>("valLoss", t => t.ValLoss),
        Number<double>("valAccuracy", t => t.ValAccuracy),
        Number<int>("bestEpoch", t => t.BestEpoch),
        Number<double>("bestEpochValAccuracy", t => t.BestEpochValAccuracy),
        Number<double>("seconds", t => t.Seconds),
        Text("run", t => t.Run.Value),
        Text("agent", t => t.Agent),
        Number<int>("attempt", t => t.Attempt),
        Text("cause", t => t.Cause),
    ];

    public static readonly ImmutableArray<Column<EpochRow>> EpochColumns =
    [
        new TextColumn<EpochRow>("sweep", e => e.Sweep),
        new TextColumn<EpochRow>("run", e => e.Run.Run.Value),
        new NumberColumn<EpochRow, double>("lr", e => e.Run.LearningRate),
        new NumberColumn<EpochRow, double>("weightDecay", e => e.Run.WeightDecay),
        new NumberColumn<EpochRow, int>("batchSize", e => e.Run.BatchSize),
        new NumberColumn<EpochRow, long>("seed", e => e.Run.Seed),
        new NumberColumn<EpochRow, int>("epoch", e => e.Metrics.Epoch),
        new NumberColumn<EpochRow, double>("trainLoss", e => e.Metrics.TrainLoss),
        new NumberColumn<EpochRow, double>("valLoss", e => e.Metrics.ValLoss),
        new NumberColumn<EpochRow, double>("valAccuracy", e => e.Metrics.ValAccuracy),
        new NumberColumn<EpochRow, double>("seconds", e => e.Metrics.Seconds),
    ];

    public static ImmutableArray<TrialRow> Trials(SweepRecord sweep) => [.. sweep.Trials.Select(t => t with { Sweep = sweep.Spec.Name })];

    /// <summary>Every run's epochs, once, in the grid's order.</summary>
    public static ImmutableArray<EpochRow> Epochs(SweepRecord sweep) =>
        [
            .. from run in sweep.Trials.DistinctBy(t => t.Run)
               from metrics in sweep.Curves.GetValueOrDefault(run.Run, [])
               select new EpochRow(sweep.Spec.Name, run, metrics),
        ];

    /// <summary>Where the two tables go: into a folder, or into the file named and another beside it.</summary>
    public static (string Trials, string Epochs) Places(string folderOrFile, string extension) =>
        Path.GetExtension(folderOrFile) == extension
            ? (folderOrFile, Path.ChangeExtension(folderOrFile, $".epochs{extension}"))
            : (Path.Combine(folderOrFile, $"trials{extension}"), Path.Combine(folderOrFile, $"epochs{extension}"));

    private static TextColumn<TrialRow> Text(string name, Func<TrialRow, string?> value) => new(name, value);

    private static NumberColumn<TrialRow, T> Number<T>(string name, Func<TrialRow, T?> value) where T : struct, IFormattable =>
        new(name, value);
}
