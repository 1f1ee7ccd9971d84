using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Exports;

/// <summary>
/// MLflow's file store (mlflow/store/tracking/file_store.py): an experiment for the sweep, a run for each trial. Both ids derive from
/// Sweep's own, so that a repeat writes over what it wrote before.
/// </summary>
internal static partial class MlflowExport
{
    public static void Write(SweepRecord sweep, string folder)
    {
        var id = ExperimentId(sweep.Spec.Name);
        var files = new ExportedFiles(folder, "mlflow", id);
        files.WriteText($"{id}/meta.yaml", Yaml(
            ("artifact_location", Text(new Uri(Path.Combine(Path.GetFullPath(folder), id)).AbsoluteUri)),
            ("creation_time", Milliseconds(sweep.SubmittedAt)),
            ("experiment_id", Text(id)),
            ("last_update_time", Milliseconds(sweep.SubmittedAt)),
            ("lifecycle_stage", "active"),
            ("name", Text(sweep.Spec.Name))));
        var origins = new Origins(sweep);
        foreach (var trial in sweep.Trials)
            WriteRun(sweep, origins, trial, id, folder, files);
        files.End();
    }

    /// <summary>32 hexadecimal digits, as MLflow's own; the first half is the trial's id.</summary>
    public static string RunIdOf(TrialId trial) => trial.Value + Sha256Name.Of($"mlflow {trial.Value}")[..16];

    /// <summary>18 digits, as MLflow's own.</summary>
    public static string ExperimentId(string sweep)
    {
        var hash = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes($"mlflow {sweep}")), isUnsigned: true);
        return (BigInteger.Pow(10, 17) + (hash % (9 * BigInteger.Pow(10, 17)))).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What is looked up of every trial.</summary>
    private sealed class Origins(SweepRecord sweep)
    {
        private readonly Dictionary<RunId, Provenance> made = Latest(sweep);

        public TrialTimes Times { get; } = new(sweep);
        public ImmutableArray<string> Metrics { get; } = SweepMetrics.Of(sweep);

        /// <summary>By the latest attempt that started; null where none did.</summary>
        public Provenance? MadeBy(TrialRow trial) => made.GetValueOrDefault(trial.Run);

        private static Dictionary<RunId, Provenance> Latest(SweepRecord sweep)
        {
            var latest = new Dictionary<RunId, Provenance>();
            foreach (var attempt in sweep.Attempts)
                if (attempt.Provenance is { } provenance)
                    latest[attempt.Run] = provenance;
            return latest;
        }
    }

    private static void WriteRun(
        SweepRecord sweep, Origins origins, TrialRow trial, string experiment, string root, ExportedFiles files)
    {
        var folder = $"{experiment}/{RunIdOf(trial.Trial)}";
        var curve = sweep.CurveOf(trial);
        var (start, end) = (origins.Times.StartOf(trial), origins.Times.EndOf(trial));
        var name = NameOf(trial.Hyperparameters);
        foreach (var (key, value) in Parameters(trial))
            files.WriteText($"{folder}/params/{key}", value);
        foreach (var (key, value) in Tags(sweep, origins.MadeBy(trial), trial, name))
            files.WriteText($"{folder}/tags/{key}", value);
        foreach (var key in curve.SelectMany(epoch => epoch.Values.Names).Distinct().Append(Seconds))
        {
            if (curve.Length == 0) continue;
            var (lines, at) = (new StringBuilder(), start);
            foreach (var epoch in curve)
            {
                at = at.AddSeconds(epoch.Seconds);
                if ((key == Seconds ? epoch.Seconds : epoch.Values.Find(key)) is { } value)
                    lines.Append(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()} {value:R} {epoch.Epoch}\n");
            }
            files.WriteText($"{folder}/metrics/{key}", lines.ToString());
        }
        foreach (var (artifact, content) in Artifacts(sweep, origins.Metrics, trial, curve))
            files.Write($"{folder}/artifacts/{artifact}", stream => stream.Write(content));
        // Last: a run that lacks this file is none, so an export cut short leaves nothing half.
        files.WriteText($"{folder}/meta.yaml", Yaml(
            ("artifact_uri", Text(new Uri(Path.Combine(Path.GetFullPath(root), folder, "artifacts")).AbsoluteUri)),
            ("end_time", Ended(trial.State) ? Milliseconds(end) : "null"),
            ("entry_point_name", "''"),
            ("experiment_id", Text(experiment)),
            ("lifecycle_stage", "active"),
            ("run_id", Text(RunIdOf(trial.Trial))),
            ("run_name", Text(name)),
            ("run_uuid", Text(RunIdOf(trial.Trial))),
            ("source_name", "''"),
            ("source_type", "4"),
            ("source_version", Text(Commit(origins.MadeBy(trial)) ?? "")),
            ("start_time", Milliseconds(start)),
            ("status", Status(trial.State)),
            ("tags", "[]"),
            ("user_id", "sweep")));
    }

    private const string Seconds = "seconds";

    private static IEnumerable<(string Key, string Value)> Parameters(TrialRow trial) =>
        trial.Hyperparameters.Values.Select(value => (value.Key, value.Value.ToString()));

    /// <summary>What mostly tells one trial of the built-in network from another; of a program all.</summary>
    private static string NameOf(Hyperparameters trial) => string.Join(' ', trial.Values
        .Where(value => !trial.Shared.IsOfNetwork
            || value.Key is ParameterName.LearningRate or ParameterName.Epochs or ParameterName.Seed)
        .Select(value => $"{value.Key}={value.Value}"));

    private static IEnumerable<(string Key, string Value)> Tags(SweepRecord sweep, Provenance? provenance, TrialRow trial, string name)
    {
        yield return ("mlflow.runName", name);
        yield return ("mlflow.user", "sweep");
        yield return ("mlflow.source.name", $"sweep {sweep.Spec.Name}");
        yield return ("mlflow.source.type", "LOCAL");
        if (Commit(provenance) is { } commit) yield return ("mlflow.source.git.commit", commit);
        yield return ("sweep.name", sweep.Spec.Name);
        yield return ("sweep.trial", trial.Trial.Value);
        yield return ("sweep.run", trial.Run.Value);
        yield return ("sweep.state", trial.State.ToString().ToLowerInvariant());
        if (trial.Agent is { } agent) yield return ("sweep.agent", agent);
        if (trial.Cause is { } cause) yield return ("sweep.cause", cause);
        if (provenance is not { } made) yield break;
        yield return ("sweep.datasetFingerprint", made.DatasetFingerprint);
        yield return ("sweep.device", $"{made.DeviceModel} ({made.Device})");
        yield return ("sweep.libtorch", made.Libtorch);
        yield return ("sweep.program", made.Program);
    }

    /// <summary>The sweep file and the epochs of every run; the pictures of the whole sweep with its winner.</summary>
    private static IEnumerable<(string Name, byte[] Content)> Artifacts(
        SweepRecord sweep, ImmutableArray<string> metrics, TrialRow trial, ImmutableArray<EpochMetrics> curve)
    {
        yield return ("sweep.yaml", Encoding.UTF8.GetBytes(sweep.Source));
        if (curve.Length > 0)
            yield return ("curve.csv", Encoding.UTF8.GetBytes(CurveTable(metrics, curve)));
        if (trial.Trial != sweep.View.Best.Trial)
            yield break;
        foreach (var plot in PlotCatalog.NamesFor(sweep))
            yield return ($"plots/{plot}.svg", Encoding.UTF8.GetBytes(PlotCatalog.Draw(plot, sweep).Svg($"plot-{plot}")));
    }

    /// <summary>A metric that an epoch does not have is an empty field.</summary>
    private static string CurveTable(ImmutableArray<string> metrics, ImmutableArray<EpochMetrics> curve) => string.Concat(
        curve.Select(epoch => string.Join(
            ',',
            [
                FormattableString.Invariant($"{epoch.Epoch}"),
                .. metrics.Select(name => epoch.Values.Find(name)?.ToString("R", CultureInfo.InvariantCulture) ?? ""),
                FormattableString.Invariant($"{epoch.Seconds:R}"),
            ]))
            .Prepend($"epoch,{string.Join(',', metrics)},seconds").Select(line => line + "\r\n"));

    /// <summary>What the program that trained it was built from; null where its version does not say.</summary>
    private static string? Commit(Provenance? provenance) =>
        provenance is { } made && CommitInVersion().Match(made.Program) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Build metadata of a semantic version.</summary>
    [GeneratedRegex(@"\+([0-9a-f]{7,64})")]
    private static partial Regex CommitInVersion();

    private static bool Ended(TrialState state) => state is not (TrialState.Pending or TrialState.Running);

    /// <summary>
    /// MLflow's RunStatus: 1 running, 2 scheduled, 3 finished, 4 failed, 5 killed. Diverged is failed there, so that no chart takes it for
    /// a result.
    /// </summary>
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
