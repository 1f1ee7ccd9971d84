using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// The learning curves of a sweep in a form that a page draws from as it is: the header's length (uint32), the header as JSON, filled up
/// with spaces to a multiple of four bytes, then for each metric the epochs of one run after another (float32, not a number where it was
/// not measured). All little-endian.
/// </summary>
internal static class CurvesAnswer
{
    /// <summary>What of the curves is in the header.</summary>
    private sealed record Header(long Sequence, ImmutableArray<string> Metrics, IEnumerable<HeaderRun> Runs);

    private sealed record HeaderRun(RunId Run, int Epochs);

    /// <summary>Numbers that are written before they are sent.</summary>
    private const int Portion = 16 * 1024;

    /// <param name="sweep">Null is the one submitted last.</param>
    public static async Task Write(IDashboardSource source, string? sweep, HttpContext context)
    {
        // First the entry, then what has it.
        var sequence = source.LastEntry;
        var name = await source.Database.Ask(opened => Queries.Sweep(opened, sweep).Spec.Name);
        var curves = await source.Curves(name, context.RequestAborted);
        context.Response.ContentType = "application/octet-stream";
        var body = context.Response.BodyWriter;
        var metrics = MetricsOf(curves);
        WriteHeader(body, new(sequence, metrics, curves.Select(curve => new HeaderRun(curve.Run, curve.Epochs.Length))));
        foreach (var metric in metrics)
            await Write(body, metric, curves, context.RequestAborted);
        await body.FlushAsync(context.RequestAborted);
    }

    private static ImmutableArray<string> MetricsOf(ImmutableArray<RunCurve> curves)
    {
        var metrics = new HashSet<string>();
        foreach (var curve in curves)
            foreach (var epoch in curve.Epochs)
                foreach (var name in epoch.Values.Names)
                    metrics.Add(name);
        return [.. metrics.Order(Comparer<string>.Create(MetricNames.Compare))];
    }

    private static void WriteHeader(PipeWriter body, Header header)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, StrictJson.Options);
        var length = (json.Length + sizeof(float) - 1) / sizeof(float) * sizeof(float);
        var place = body.GetSpan(sizeof(uint) + length);
        BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)length);
        json.CopyTo(place[sizeof(uint)..]);
        place[(sizeof(uint) + json.Length)..(sizeof(uint) + length)].Fill((byte)' ');
        body.Advance(sizeof(uint) + length);
    }

    private static async Task Write(PipeWriter body, string metric, ImmutableArray<RunCurve> curves, CancellationToken cancellation)
    {
        var unsent = 0;
        foreach (var curve in curves)
        {
            var bytes = curve.Epochs.Length * sizeof(float);
            var place = body.GetMemory(bytes);
            for (var epoch = 0; epoch < curve.Epochs.Length; epoch++)
                BinaryPrimitives.WriteSingleLittleEndian(place.Span[(epoch * sizeof(float))..], (float)curve.Epochs[epoch].Values[metric]);
            body.Advance(bytes);
            if ((unsent += curve.Epochs.Length) < Portion)
                continue;
            await body.FlushAsync(cancellation);
            unsent = 0;
        }
    }
}
