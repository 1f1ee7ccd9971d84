using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Dashboard;

/// <summary>What is new of one sweep: its trials that changed, as they are now, and the epochs that were recorded.</summary>
/// <param name="Trials">Null where the sweep is better read anew.</param>
internal sealed record SweepDelta(
    SweepSpec Spec, ImmutableArray<TrialRow>? Trials, IReadOnlyDictionary<RunId, ImmutableArray<EpochMetrics>> Epochs)
{
    /// <summary>Of more trials reading the table anew is less.</summary>
    public const int MostTrials = 2000;

    /// <param name="changed">The trials of all runs that <paramref name="touched"/> names, by sweep.</param>
    /// <param name="specs">Of every sweep that is named there.</param>
    public static IEnumerable<SweepDelta> Of(
        TouchedRuns touched, ILookup<string, TrialRow> changed, IReadOnlyDictionary<string, SweepSpec> specs) =>
        from spec in specs
        orderby spec.Key
        let trials = changed[spec.Key].ToImmutableArray()
        select touched.Anew.Contains(spec.Key) || trials.Length > MostTrials
            ? new SweepDelta(spec.Value, null, ImmutableDictionary<RunId, ImmutableArray<EpochMetrics>>.Empty)
            : new SweepDelta(spec.Value, trials, EpochsOf(trials, touched));

    /// <summary>Writes it as the value of a property that is named already.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Trials is not { } trials)
            json.WriteBoolean("anew", true);
        else
        {
            var columns = TrialColumns.Of([Spec], trials).OfTrials.All;
            WriteColumns(json, columns);
            json.WriteStartArray("rows");
            foreach (var trial in trials)
                WriteRow(json, columns, trial);
            json.WriteEndArray();
            WriteEpochs(json);
        }
        json.WriteEndObject();
    }

    public static void WriteColumns(Utf8JsonWriter json, ImmutableArray<RowColumn> columns)
    {
        json.WritePropertyName("columns");
        JsonSerializer.Serialize(json, columns.Select(column => new ResultColumn(column.Name, column.Kind)), StrictJson.Options);
    }

    public static void WriteRow(Utf8JsonWriter json, ImmutableArray<RowColumn> columns, TrialRow trial)
    {
        json.WriteStartArray();
        foreach (var column in columns)
            JsonRows.Write(json, column.Read(trial));
        json.WriteEndArray();
    }

    private static Dictionary<RunId, ImmutableArray<EpochMetrics>> EpochsOf(ImmutableArray<TrialRow> trials, TouchedRuns touched) =>
        trials.Select(trial => trial.Run).Distinct().Where(touched.Epochs.ContainsKey).ToDictionary(run => run, run => touched.Epochs[run]);

    private void WriteEpochs(Utf8JsonWriter json)
    {
        ImmutableArray<string> metrics =
            [.. Epochs.Values.SelectMany(epochs => epochs).SelectMany(epoch => epoch.Values.Names).Distinct()
                .Order(Comparer<string>.Create(MetricNames.Compare))];
        json.WriteStartObject("epochs");
        json.WritePropertyName("metrics");
        JsonSerializer.Serialize(json, metrics, StrictJson.Options);
        json.WriteStartObject("runs");
        foreach (var (run, epochs) in Epochs)
        {
            json.WriteStartArray(run.Value);
            foreach (var epoch in epochs)
            {
                json.WriteStartArray();
                json.WriteNumberValue(epoch.Epoch);
                foreach (var metric in metrics)
                    JsonRows.Write(json, Value.Of(epoch.Values.Find(metric)));
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
