using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>
/// The sweep as an Optuna study in its journal file (optuna/storages/_journal/storage.py, 3.1 and later): one line that creates the
/// study, its attributes, and one line for each trial, complete as it stands. Completed trials are COMPLETE, diverged ones PRUNED
/// (stopped, with the finite epochs they had; samplers take them for bad), failed and cancelled ones FAIL.
/// </summary>
internal static class OptunaExport
{
    private const string Worker = "sweep";

    /// <param name="path">Replaced when it holds an earlier export, refused when anyone else has written to it.</param>
    public static void Write(SweepRecord sweep, string path, CancellationToken cancellation = default)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, $"{sweep.Spec.Name}.optuna.log");
        RefuseForeign(path);
        var (space, metrics, times) = (OptunaSpace.Of(sweep), SweepMetrics.Of(sweep), new TrialTimes(sweep));
        OutputFile.Write(path, stream =>
        {
            Line(stream, json =>
            {
                json.WriteNumber("op_code", 0);
                json.WriteString("study_name", sweep.Spec.Name);
                json.WriteStartArray("directions");
                json.WriteNumberValue(sweep.Spec.Objective.Maximize ? 2 : 1); // StudyDirection: 1 minimize, 2 maximize
                json.WriteEndArray();
            });
            Attribute(stream, "objective", sweep.Spec.Objective.Metric);
            Attribute(stream, "sweepFile", sweep.Source);
            foreach (var trial in sweep.Trials)
                Line(stream, json => Trial(json, sweep, trial, space, metrics, times));
        }, cancellation);
    }

    private static void RefuseForeign(string path)
    {
        if (OutputPlace.Of(path) is { IsPlain: true, Path: var file } && File.Exists(file)
            && File.ReadLines(file).Any(line => !line.Contains($"\"worker_id\":\"{Worker}\"", StringComparison.Ordinal)))
            throw new BadInputException(
                $"'{path}' holds lines that Sweep did not write, "
                + "perhaps trials that Optuna added to an export; name another file with --out.");
    }

    private static void Trial(
        Utf8JsonWriter json, SweepRecord sweep, TrialRow trial, OptunaSpace space, ImmutableArray<string> metrics, TrialTimes times)
    {
        var started = trial.State != TrialState.Pending;
        json.WriteNumber("op_code", 4);
        json.WriteNumber("study_id", 0);
        json.WriteNumber("state", State(trial.State));
        if (trial.State == TrialState.Completed)
            Value(json, trial.Metric(sweep.Spec.Objective.Metric));
        else json.WriteNull("value");
        json.WriteNull("values");
        if (started) json.WriteString("datetime_start", Time(times.StartOf(trial)));
        else json.WriteNull("datetime_start");
        if (started && trial.State != TrialState.Running) json.WriteString("datetime_complete", Time(times.EndOf(trial)));
        space.Write(json, trial);
        json.WriteStartObject("user_attrs");
        json.WriteString("trial", trial.Trial.Value);
        json.WriteString("state", trial.State.ToString().ToLowerInvariant());
        if (trial.Agent is { } agent) json.WriteString("agent", agent);
        if (trial.Cause is { } cause) json.WriteString("cause", cause);
        json.WriteString("run", trial.Run.Value);
        json.WriteNumber("attempt", trial.Attempt);
        foreach (var metric in metrics)
            Number(json, metric, trial.Metric(metric));
        Number(json, "bestEpoch", trial.BestEpoch);
        Number(json, "bestEpochValAccuracy", trial.BestEpochValAccuracy);
        Number(json, "bestEpochValue", trial.BestEpochValue);
        Number(json, "seconds", trial.Seconds);
        var curve = sweep.CurveOf(trial);
        foreach (var metric in metrics)
            Numbers(json, $"{metric}ByEpoch", curve.Select(m => m.Values[metric]));
        json.WriteEndObject();
        json.WriteStartObject("system_attrs");
        json.WriteEndObject();
        json.WriteStartObject("intermediate_values");
        foreach (var epoch in curve)
            if (!epoch.Diverged && double.IsFinite(sweep.Spec.Objective.Value(epoch)))
                json.WriteNumber(FormattableString.Invariant($"{epoch.Epoch}"), sweep.Spec.Objective.Value(epoch));
        json.WriteEndObject();
    }

    /// <summary>A program need not have measured its objective.</summary>
    private static void Value(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber("value", number);
        else
            json.WriteNull("value");
    }

    /// <summary>Left out where there is none; JSON has no number that is not finite.</summary>
    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
    }

    /// <summary>Null in the place of what is not finite, so that epoch stays epoch.</summary>
    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    /// <summary>Optuna's TrialState: 0 running, 1 complete, 2 pruned, 3 fail, 4 waiting.</summary>
    private static int State(TrialState state) => state switch
    {
        TrialState.Running => 0,
        TrialState.Completed => 1,
        TrialState.Diverged => 2,
        TrialState.Pending => 4,
        _ => 3,
    };

    private static void Attribute(Stream stream, string key, string value) => Line(stream, json =>
    {
        json.WriteNumber("op_code", 2);
        json.WriteNumber("study_id", 0);
        json.WriteStartObject("user_attr");
        json.WriteString(key, value);
        json.WriteEndObject();
    });

    private static void Line(Stream stream, Action<Utf8JsonWriter> fields)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("worker_id", Worker);
            fields(json);
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }

    /// <summary>As Optuna writes it, without a zone; ours is UTC.</summary>
    private static string Time(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}");
}
