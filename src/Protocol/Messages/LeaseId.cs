using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Protocol.Messages;

/// <summary>
/// The identity of a lease and its fencing token: numbers only ever rise, across restarts of the coordinator too, because every
/// grant is in the journal before it is sent.
/// </summary>
[JsonConverter(typeof(LeaseIdJson))]
public readonly record struct LeaseId(long Number)
{
    public override string ToString() => FormattableString.Invariant($"{Number}");
}

public sealed class LeaseIdJson : JsonConverter<LeaseId>
{
    public override LeaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, LeaseId value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Number);
}
