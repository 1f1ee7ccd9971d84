using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace Sweep.Protocol.Serialization;

/// <summary>
/// Messages as JSON under versioned manifests. Refuses what the transport would drop in silence, and every manifest and text
/// that it does not know: nothing is ever made from a type's name.
/// </summary>
public sealed class SweepSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Part of the wire format: never changed. Akka keeps 0 to 40 for itself.</summary>
    public const int Number = 4207;

    /// <summary>
    /// The transport drops frames over 128,000 bytes without telling the sender; the rest is room for the envelope.
    /// </summary>
    public const int MaxBytes = 120_000;

    public override int Identifier => Number;

    public override string Manifest(object o) =>
        Manifests.ByType.TryGetValue(o.GetType(), out var entry)
            ? entry.Manifest
            : throw new SerializationException($"{o.GetType().FullName} is no message of the protocol.");

    public override byte[] ToBinary(object obj)
    {
        var manifest = Manifest(obj);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(obj, Manifests.ByName[manifest]);
        return bytes.Length <= MaxBytes
            ? bytes
            : throw new SerializationException(
                $"{manifest} ({Manifests.Ids(obj)}) takes {bytes.Length} bytes; a message may take at most {MaxBytes}.");
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!Manifests.ByName.TryGetValue(manifest, out var json))
            throw new SerializationException($"Unknown manifest {manifest}: the other side speaks a newer protocol; update this one.");
        try
        {
            return JsonSerializer.Deserialize(bytes, json) ?? throw new SerializationException($"{manifest} is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new SerializationException($"{manifest} cannot be read: {e.Message}", e);
        }
    }
}
