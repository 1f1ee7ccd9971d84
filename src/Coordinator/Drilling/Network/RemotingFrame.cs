using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Sweep.Protocol.Serialization;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// What a frame of Akka.Remote's classic transport is, as far as a drill wants to know. Layout: WireFormats.proto and
/// ContainerFormats.proto of Akka.NET 1.5; the length in front of a frame is not part of it.
/// </summary>
/// <param name="Origin">Port of the node that introduces itself; null where the frame is no handshake.</param>
/// <param name="Manifest">Of one of Sweep's own messages; null where it is the cluster's or the transport's.</param>
/// <param name="Message">That message, serialized.</param>
internal sealed record RemotingFrame(int? Origin, string? Manifest, ReadOnlyMemory<byte> Message)
{
    private static readonly RemotingFrame Unknown = new(null, null, default);

    /// <summary>Akka's serializer of containers: what is sent to a path instead of a reference is wrapped in a selection.</summary>
    private const int ContainerSerializer = 6;

    /// <summary>Never throws: what cannot be read is nothing of ours, and passes as it is.</summary>
    public static RemotingFrame Read(ReadOnlySpan<byte> frame)
    {
        try
        {
            var outer = Fields.Of(frame);
            if (outer.Bytes(1) is { } payload)
                return OfEnvelope(payload.Span);
            // instruction → handshake → origin → port
            return outer.Bytes(2) is { } instruction && Fields.Of(instruction.Span).Bytes(2) is { } handshake
                && Fields.Of(handshake.Span).Bytes(1) is { } origin
                ? Unknown with { Origin = (int?)Fields.Of(origin.Span).Number(3) }
                : Unknown;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or JsonException or InvalidOperationException)
        {
            return Unknown;
        }
    }

    private static RemotingFrame OfEnvelope(ReadOnlySpan<byte> container) =>
        Fields.Of(container).Bytes(2) is { } envelope && Fields.Of(envelope.Span).Bytes(2) is { } payload
            ? OfPayload(payload.Span)
            : Unknown;

    private static RemotingFrame OfPayload(ReadOnlySpan<byte> payload)
    {
        var fields = Fields.Of(payload);
        return (fields.Number(2), fields.Bytes(1)) switch
        {
            (SweepSerializer.Number, { } message) when fields.Bytes(3) is { } manifest =>
                Unwrapped(Encoding.UTF8.GetString(manifest.Span), message),
            (ContainerSerializer, { } selection) when Fields.Of(selection.Span).Bytes(1) is { } selected => OfPayload(selected.Span),
            _ => Unknown,
        };
    }

    /// <summary>What is said, without the session that it is said in.</summary>
    private static RemotingFrame Unwrapped(string manifest, ReadOnlyMemory<byte> message)
    {
        if (manifest != Manifests.InSession)
            return new(null, manifest, message);
        using var session = JsonDocument.Parse(message);
        return session.RootElement.TryGetProperty("manifest", out var inner) && session.RootElement.TryGetProperty("message", out var said)
            ? new(null, inner.GetString(), Encoding.UTF8.GetBytes(said.GetRawText()))
            : Unknown;
    }

    /// <summary>The fields of a protobuf message by number; of repeated ones the last.</summary>
    private sealed class Fields
    {
        private readonly Dictionary<int, ReadOnlyMemory<byte>> bytes = [];
        private readonly Dictionary<int, long> numbers = [];

        public ReadOnlyMemory<byte>? Bytes(int field) => bytes.TryGetValue(field, out var value) ? (ReadOnlyMemory<byte>?)value : null;

        public long? Number(int field) => numbers.TryGetValue(field, out var value) ? value : null;

        public static Fields Of(ReadOnlySpan<byte> message)
        {
            var fields = new Fields();
            using var input = new CodedInputStream(message.ToArray());
            for (uint tag; (tag = input.ReadTag()) != 0;)
            {
                var field = WireFormat.GetTagFieldNumber(tag);
                switch (WireFormat.GetTagWireType(tag))
                {
                    case WireFormat.WireType.Varint: fields.numbers[field] = input.ReadInt64(); break;
                    case WireFormat.WireType.LengthDelimited: fields.bytes[field] = input.ReadBytes().Memory; break;
                    default: input.SkipLastField(); break;
                }
            }
            return fields;
        }
    }
}
