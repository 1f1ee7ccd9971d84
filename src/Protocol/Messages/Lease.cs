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

/// <summary>
/// How an attempt ended. Losing an agent costs a run nothing, nor does running out of memory while another agent may have more; a
/// crash or a stall is counted, up to the sweep's maxAttempts. A bad configuration (a dataset that is not there or differs, an order that
/// no trainer can follow) is not tried again. A checkpoint that nobody has any more costs nothing either: the run continues from the one
/// before it.
/// </summary>
public enum Outcome { Completed, Diverged, AgentLost, TrainerCrashed, OutOfMemory, TimedOut, Cancelled, BadConfiguration, CheckpointLost }
