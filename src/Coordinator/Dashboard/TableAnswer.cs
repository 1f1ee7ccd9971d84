using System.Collections.Immutable;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// Every trial of a sweep with every column that an expression may name, those that left its grid included. Written as it is made, so
/// that a large sweep takes no more memory than a small one. Of a large one a page asks for the best first, which it can show at once.
/// </summary>
internal static class TableAnswer
{
    /// <summary>Bytes that are written before they are sent.</summary>
    private const int Portion = 64 * 1024;

    /// <summary>So many trials are answered whole, however few are asked for: nobody waits for them.</summary>
    private const int AtOnce = 1000;

    /// <param name="sweep">Null is the one submitted last.</param>
    /// <param name="best">How many lines of the leaderboard suffice, as text; null is every trial.</param>
    /// <param name="fold">"no" where each of these lines is a trial; else it is a configuration with all of its seeds.</param>
    public static async Task Write(IDashboardSource source, string? sweep, string? best, string? fold, HttpContext context)
    {
        var lines = LinesOf(best);
        var (spec, trials, sequence) = await source.Database.Ask(opened =>
        {
            var spec = Queries.Sweep(opened, sweep).Spec;
            return (spec, opened.Trials.All(spec.Name), WatermarkDocument.Sequence(opened));
        });
        context.Response.ContentType = "application/json; charset=utf-8";
        var known = TrialColumns.Of([spec], trials);
        var columns = known.OfTrials.All;
        var first = lines is null || trials.Length <= AtOnce ? [] : Leaderboard.First(spec.Objective, trials, lines.Value, fold != "no");
        var rows = first.IsEmpty ? trials : first;
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
        if (rows.Length < trials.Length)
        {
            json.WriteNumber("trials", trials.Length);
            WriteNames(json, "differing", columns.Where(column => Differs(column, trials)));
        }
        json.WriteStartArray("rows");
        var sent = 0L;
        foreach (var trial in rows)
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

    private static int? LinesOf(string? best) => best is null ? null
        : int.TryParse(best, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines > 0 ? lines
        : throw new BadInputException($"'best' is how many lines of the leaderboard are wanted, 1 or more, not '{best}'.");

    /// <summary>Whether two trials have two values in it.</summary>
    private static bool Differs(RowColumn column, ImmutableArray<TrialRow> trials)
    {
        Value? known = null;
        foreach (var trial in trials)
        {
            var value = column.Read(trial);
            if (value.IsMissing)
                continue;
            if (known is { } other && other != value)
                return true;
            known = value;
        }
        return false;
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<RowColumn> columns)
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
