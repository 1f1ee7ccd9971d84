using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>
/// MLflow's file store (mlflow/store/tracking/file_store.py): an experiment for the sweep, a run for each trial. Both ids derive from
/// Sweep's own, so that a repeat writes over what it wrote before.
/// </summary>
internal static class MlflowExport
{
    public static void Write(SweepRecord sweep, string folder)
    {
        var id = ExperimentId(sweep.Spec.Name);
        var experiment = Path.Combine(Path.GetFullPath(folder), id);
        OutputFile.WriteText(Path.Combine(experiment, "meta.yaml"), Yaml(
            ("artifact_location", Text(new Uri(experiment).AbsoluteUri)),
            ("creation_time", Milliseconds(sweep.SubmittedAt)),
            ("experiment_id", Text(id)),
            ("last_update_time", Milliseconds(sweep.SubmittedAt)),
            ("lifecycle_stage", "active"),
            ("name", Text(sweep.Spec.Name))));
        foreach (var trial in sweep.Trials)
            WriteRun(sweep, trial, id, Path.Combine(experiment, RunIdOf(trial.Trial)));
    }

    /// <summary>32 hexadecimal digits, as MLflow's own; the first half is the trial's id.</summary>
    public static string RunIdOf(TrialId trial) => trial.Value + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"mlflow {trial.Value}")).AsSpan(0, 8));

    /// <summary>18 digits, as MLflow's own.</summary>
    public static string ExperimentId(string sweep)
    {
        var hash = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes($"mlflow {sweep}")), isUnsigned: true);
        return (BigInteger.Pow(10, 17) + (hash % (9 * BigInteger.Pow(10, 17)))).ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteRun(SweepRecord sweep, TrialRow trial, string experiment, string folder)
    {
        var curve = sweep.CurveOf(trial);
        var (start, end) = (sweep.StartOf(trial), sweep.EndOf(trial));
        var name = FormattableString.Invariant($"lr={trial.LearningRate:R} epochs={trial.Epochs} seed={trial.Seed}");
        Directory.CreateDirectory(Path.Combine(folder, "artifacts"));
        foreach (var (key, value) in Parameters(trial))
            OutputFile.WriteText(Path.Combine(folder, "params", key), value);
        foreach (var (key, value) in Tags(sweep, trial, name))
            OutputFile.WriteText(Path.Combine(folder, "tags", key), value);
        foreach (var (key, metric) in Metrics)
        {
            if (curve.Length == 0) continue;
            var (lines, at) = (new StringBuilder(), start);
            foreach (var epoch in curve)
            {
                at = at.AddSeconds(epoch.Seconds);
                lines.Append(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()} {metric(epoch):R} {epoch.Epoch}\n");
            }
            OutputFile.WriteText(Path.Combine(folder, "metrics", key), lines.ToString());
        }
        // Last: a run that lacks this file is none, so an export cut short leaves nothing half.
        OutputFile.WriteText(Path.Combine(folder, "meta.yaml"), Yaml(
            ("artifact_uri", Text(new Uri(Path.Combine(folder, "artifacts")).AbsoluteUri)),
            ("end_time", Ended(trial.State) ? Milliseconds(end) : "null"),
            ("entry_point_name", "''"),
            ("experiment_id", Text(experiment)),
            ("lifecycle_stage", "active"),
            ("run_id", Text(RunIdOf(trial.Trial))),
            ("run_name", Text(name)),
            ("run_uuid", Text(RunIdOf(trial.Trial))),
            ("source_name", "''"),
            ("source_type", "4"),
            ("source_version", "''"),
            ("start_time", Milliseconds(start)),
            ("status", Status(trial.State)),
            ("tags", "[]"),
            ("user_id", "sweep")));
    }

    private static readonly (string Key, Func<Experiments.Running.EpochMetrics, double> Value)[] Metrics =
        [("trainLoss", m => m.TrainLoss), ("valLoss", m => m.ValLoss), ("valAccuracy", m => m.ValAccuracy), ("seconds", m => m.Seconds)];

    private static IEnumerable<(string Key, string Value)> Parameters(TrialRow t) =>
    [
        ("lr", t.LearningRate.ToString("R", CultureInfo.InvariantCulture)), ("epochs", Whole(t.Epochs)), ("weightDecay", t.WeightDecay.ToString("R", CultureInfo.InvariantCulture)),
        ("batchSize", Whole(t.BatchSize)), ("seed", Whole(t.Seed)),
    ];

    private static IEnumerable<(string Key, string Value)> Tags(SweepRecord sweep, TrialRow trial, string name)
    {
        yield return ("mlflow.runName", name);
        yield return ("mlflow.user", "sweep");
        yield return ("sweep.name", sweep.Spec.Name);
        yield return ("sweep.trial", trial.Trial.Value);
        yield return ("sweep.run", trial.Run.Value);
        yield return ("sweep.state", trial.State.ToString().ToLowerInvariant());
        if (trial.Agent is { } agent) yield return ("sweep.agent", agent);
        if (trial.Cause is { } cause) yield return ("sweep.cause", cause);
        if (sweep.Attempts.LastOrDefault(a => a.Run == trial.Run && a.Provenance is not null)?.Provenance is not { } made) yield break;
        yield return ("sweep.datasetFingerprint", made.DatasetFingerprint);
        yield return ("sweep.device", $"{made.DeviceModel} ({made.Device})");
        yield return ("sweep.libtorch", made.Libtorch);
        yield return ("sweep.program", made.Program);
    }

    private static bool Ended(TrialState state) => state is not (TrialState.Pending or TrialState.Running);

    /// <summary>MLflow's RunStatus: 1 running, 2 scheduled, 3 finished, 4 failed, 5 killed. Diverged is failed there, so that no chart takes it for a result.</summary>
    private static string Status(TrialState state) => state switch
    {
        TrialState.Running => "1",
        TrialState.Pending => "2",
        TrialState.Completed => "3",
        TrialState.Cancelled => "5",
        _ => "4",
    };

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
    private static string Milliseconds(DateTimeOffset at) => Whole(at.ToUnixTimeMilliseconds());
    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    private static string Yaml(params (string Key, string Value)[] lines) => string.Concat(lines.Select(l => $"{l.Key}: {l.Value}\n"));
}
