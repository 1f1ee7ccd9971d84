using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// A message of the stream, as the bytes that all pages get (HTML Living Standard §9.2). Its id is the number of the journal's entry up to
/// which it tells.
/// </summary>
internal static class ChangeMessage
{
    private static readonly byte[] BeforeData = "\ndata: "u8.ToArray();
    private static readonly byte[] AfterData = "\n\n"u8.ToArray();

    /// <summary>Tells pages and proxies that the connection is not a dead one, and nothing else.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = "event: beat\ndata: 0\n\n"u8.ToArray();

    /// <summary>Pages that lose the coordinator come again after a second.</summary>
    public static readonly ReadOnlyMemory<byte> Beginning = "retry: 1000\n\nevent: beat\ndata: 0\n\n"u8.ToArray();

    /// <summary>What changed up to an entry.</summary>
    /// <param name="status">A <see cref="StatusView"/> as JSON without line breaks.</param>
    public static ReadOnlyMemory<byte> Of(long sequence, ReadOnlySpan<byte> status, IEnumerable<SweepDelta> sweeps) =>
        Made("", sequence, status, sweeps);

    /// <summary>What changed is not to be had any more, so the page reads everything anew.</summary>
    public static ReadOnlyMemory<byte> Reset(long sequence, ReadOnlySpan<byte> status) => Made("event: reset\n", sequence, status, []);

    private static ReadOnlyMemory<byte> Made(string kind, long sequence, ReadOnlySpan<byte> status, IEnumerable<SweepDelta> sweeps)
    {
        var message = new ArrayBufferWriter<byte>(status.Length + 1024);
        message.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}id: {sequence}")));
        message.Write(BeforeData);
        using (var json = new Utf8JsonWriter(message, new JsonWriterOptions { Encoder = SweepJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", sequence);
            json.WritePropertyName("status");
            json.WriteRawValue(status, skipInputValidation: true);
            json.WriteStartObject("sweeps");
            foreach (var sweep in sweeps)
            {
                json.WritePropertyName(sweep.Spec.Name);
                sweep.Write(json);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        message.Write(AfterData);
        return message.WrittenMemory;
    }
}
