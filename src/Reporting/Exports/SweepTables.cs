using System.Collections.Immutable;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>One epoch of one run, with the run's hyperparameters beside it, so that the table can be asked without a join.</summary>
internal sealed record EpochRow(string Sweep, TrialRow Run, EpochMetrics Metrics);

/// <summary>
/// The two tables of a sweep. Names and order of the columns are a contract, the same in CSV and Parquet; new ones go to the end. Of a
/// program's sweep the hyperparameters are its own, and what it measures stands at the end.
/// </summary>
internal static class SweepTables
{
    public static ImmutableArray<Column<TrialRow>> TrialColumns(SweepRecord sweep) =>
    [
        Text("sweep", t => t.Sweep),
        Text("trial", t => t.Trial.Value),
        Text("state", t => t.State.ToString().ToLowerInvariant()),
        .. Parameters(sweep).Select(parameter => OfParameter<TrialRow>(parameter, t => t)),
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
        .. OwnMetrics(sweep).Select(name => Number<double>(name, t => t.Metric(name))),
        .. Objective.Known.Contains(sweep.Spec.Objective)
            ? Array.Empty<Column<TrialRow>>()
            : [Number<double>("bestEpochValue", t => t.BestEpochValue)],
    ];

    public static ImmutableArray<Column<EpochRow>> EpochColumns(SweepRecord sweep) =>
    [
        new TextColumn<EpochRow>("sweep", e => e.Sweep),
        new TextColumn<EpochRow>("run", e => e.Run.Run.Value),
        .. Parameters(sweep).Where(parameter => parameter.Name != ParameterName.Epochs)
            .Select(parameter => OfParameter<EpochRow>(parameter, e => e.Run)),
        new NumberColumn<EpochRow, int>("epoch", e => e.Metrics.Epoch),
        new NumberColumn<EpochRow, double>("trainLoss", e => e.Metrics.Values.Find(MetricNames.TrainLoss)),
        new NumberColumn<EpochRow, double>("valLoss", e => e.Metrics.Values.Find(MetricNames.ValLoss)),
        new NumberColumn<EpochRow, double>("valAccuracy", e => e.Metrics.Values.Find(MetricNames.ValAccuracy)),
        new NumberColumn<EpochRow, double>("seconds", e => e.Metrics.Seconds),
        .. OwnMetrics(sweep).Select(name => new NumberColumn<EpochRow, double>(name, e => e.Metrics.Values.Find(name))),
    ];

    public static IEnumerable<TrialRow> Trials(SweepRecord sweep) => sweep.Trials.Select(t => t with { Sweep = sweep.Spec.Name });

    /// <summary>Every run's epochs, once, in the grid's order.</summary>
    public static IEnumerable<EpochRow> Epochs(SweepRecord sweep) =>
        from run in sweep.Trials.DistinctBy(t => t.Run)
        from metrics in sweep.Curves.GetValueOrDefault(run.Run, [])
        select new EpochRow(sweep.Spec.Name, run, metrics);

    /// <summary>Where the two tables go: into a folder, or into the file named and another beside it.</summary>
    public static (string Trials, string Epochs) Places(string folderOrFile, string extension) =>
        Path.GetExtension(folderOrFile) == extension
            ? (folderOrFile, Path.ChangeExtension(folderOrFile, $".epochs{extension}"))
            : (Path.Combine(folderOrFile, $"trials{extension}"), Path.Combine(folderOrFile, $"epochs{extension}"));

    private static IEnumerable<string> OwnMetrics(SweepRecord sweep) =>
        SweepMetrics.Of(sweep).Where(name => !MetricNames.BuiltIn.Contains(name));

    private static ImmutableArray<RowColumn> Parameters(SweepRecord sweep) => Querying.TrialColumns.Of(sweep).Parameters;

    /// <summary>Of the known ones, epochs and batch sizes have 32 bits.</summary>
    private static Column<TRow> OfParameter<TRow>(RowColumn parameter, Func<TRow, TrialRow> trial)
    {
        ParameterValue? Of(TRow row) => trial(row).Hyperparameters[parameter.Name];
        return parameter.Kind switch
        {
            ValueKind.Number => new NumberColumn<TRow, double>(parameter.Name, row => Of(row)?.Number),
            ValueKind.Integer when parameter.Name is ParameterName.Epochs or ParameterName.BatchSize =>
                new NumberColumn<TRow, int>(parameter.Name, row => (int?)Of(row)?.Whole),
            ValueKind.Integer => new NumberColumn<TRow, long>(parameter.Name, row => Of(row)?.Whole),
            _ => new TextColumn<TRow>(parameter.Name, row => Of(row)?.ToString()),
        };
    }

    private static TextColumn<TrialRow> Text(string name, Func<TrialRow, string?> value) => new(name, value);

    private static NumberColumn<TrialRow, T> Number<T>(string name, Func<TrialRow, T?> value) where T : struct, IFormattable =>
        new(name, value);
}
