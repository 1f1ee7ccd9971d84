using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Expressions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// Every trial of a sweep with every column that an expression may name, those that left its grid included. Written as it is made, so
/// that a large sweep takes no more memory than a small one.
/// </summary>
internal static class TableAnswer
{
    /// <summary>Bytes that are written before they are sent.</summary>
    private const int Portion = 64 * 1024;

    /// <param name="sweep">Null is the one submitted last.</param>
    public static async Task Write(IDashboardSource source, string? sweep, HttpContext context)
    {
        var (spec, trials, sequence) = await source.Database.Ask(opened =>
        {
            var spec = Queries.Sweep(opened, sweep).Spec;
            return (spec, opened.Trials.All(spec.Name), WatermarkDocument.Sequence(opened));
        });
        context.Response.ContentType = "application/json; charset=utf-8";
        var known = TrialColumns.Of([spec], trials);
        var columns = known.OfTrials.All;
        var body = context.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, new() { Encoder = SweepJson.Options.Encoder, SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("sequence", sequence);
        SweepDelta.WriteColumns(json, columns);
        WriteNames(json, "parameters", known.Parameters);
        WriteNames(json, "metrics", known.Metrics);
        json.WriteStartObject("objective");
        json.WriteString("metric", spec.Objective.Metric);
        json.WriteBoolean("maximize", spec.Objective.Maximize);
        json.WriteEndObject();
        json.WriteStartArray("rows");
        var sent = 0L;
        foreach (var trial in trials)
        {
            SweepDelta.WriteRow(json, columns, trial);
            if (json.BytesCommitted + json.BytesPending - sent < Portion)
                continue;
            await Send(json, body, context.RequestAborted);
            sent = json.BytesCommitted;
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await Send(json, body, context.RequestAborted);
    }

    private static void WriteNames(Utf8JsonWriter json, string name, ImmutableArray<RowColumn> columns)
    {
        json.WriteStartArray(name);
        foreach (var column in columns)
            json.WriteStringValue(column.Name);
        json.WriteEndArray();
    }

    private static async Task Send(Utf8JsonWriter json, PipeWriter body, CancellationToken cancellation)
    {
        await json.FlushAsync(cancellation);
        await body.FlushAsync(cancellation);
    }
}
