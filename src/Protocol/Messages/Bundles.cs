using System.Collections.Immutable;

namespace Sweep.Protocol.Messages;

/// <summary>How reports are put together into messages that the transport takes.</summary>
public static class Bundles
{
    /// <summary>In one message.</summary>
    public const int MostReports = 128;

    /// <summary>Of all reports in one message, as it is sent; what is left of a message's bytes is for its envelopes.</summary>
    private const int MostBytes = 100_000;

    /// <summary>A character that JSON writes by its number.</summary>
    private const int BytesOfCharacter = 6;

    /// <summary>Names of fields, numbers, and texts that are as long in every report.</summary>
    private const int BytesOfFrame = 700;

    /// <summary>A metric's number, and what is around it.</summary>
    private const int BytesOfMetric = 40;

    /// <returns>The same reports in the same order; one that has a message to itself stands alone in it, as it always did.</returns>
    public static IEnumerable<ISweepMessage> Of(IReadOnlyList<Report> reports)
    {
        for (var first = 0; first < reports.Count;)
        {
            var (next, bytes) = (first + 1, MostBytesOf(reports[first]));
            while (next < reports.Count && next - first < MostReports && (bytes += MostBytesOf(reports[next])) <= MostBytes)
                next++;
            yield return next == first + 1 ? reports[first] : new Reports([.. reports.Skip(first).Take(next - first)]);
            first = next;
        }
    }

    /// <summary>No report takes more on the wire.</summary>
    internal static int MostBytesOf(Report report) => BytesOfFrame + Of(report.Agent, report.Run?.Value) + report.Fact switch
    {
        RunStarted { Provenance: var made } => Of(
            made.DatasetFingerprint, made.Device, made.DeviceModel, made.Libtorch, made.Program, made.Driver, made.Arithmetic),
        EpochCompleted { Metrics: var metrics } epoch =>
            Of(epoch.Checkpoint?.Sha256) + metrics.Values.Names.Sum(name => Of(name) + BytesOfMetric),
        RunEnded ended => Of(ended.Detail),
        _ => 0,
    };

    private static int Of(params ReadOnlySpan<string?> texts)
    {
        var characters = 0;
        foreach (var text in texts)
            characters += text?.Length ?? 0;
        return BytesOfCharacter * characters;
    }
}
