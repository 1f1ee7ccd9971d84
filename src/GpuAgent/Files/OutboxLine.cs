using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// One line of the outbox: eight hexadecimal digits of CRC-32C over the JSON, a space, the JSON, a line feed. A line that was
/// written in part fails the check.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(KeptReport), "kept")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(NumbersTaken), "counted")]
internal abstract record OutboxLine
{
    private const int Prefix = 9;

    public byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, OutboxJson.Default.OutboxLine);
        return [.. Encoding.ASCII.GetBytes(Crc32C.Of(json).ToString("x8", CultureInfo.InvariantCulture)), (byte)' ', .. json, (byte)'\n'];
    }

    /// <param name="line">Without its line feed.</param>
    /// <returns>Null where the line is not whole.</returns>
    public static OutboxLine? Parse(ReadOnlySpan<byte> line) =>
        line.Length > Prefix
        && uint.TryParse(line[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var crc)
        && crc == Crc32C.Of(line[Prefix..])
            ? JsonSerializer.Deserialize(line[Prefix..], OutboxJson.Default.OutboxLine)
            : null;
}

/// <summary>A report to be delivered. A line without a run was kept by an older agent.</summary>
internal sealed record KeptReport(
    long Number,
    LeaseId Lease,
    Fact Fact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunId? Run = null) : OutboxLine;

/// <summary>The coordinator has the report.</summary>
internal sealed record Acknowledged(long Number) : OutboxLine;

/// <summary>Numbers up to <paramref name="Number"/> are used: the first line of a file that was started afresh.</summary>
internal sealed record NumbersTaken(long Number) : OutboxLine;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(OutboxLine))]
internal sealed partial class OutboxJson : JsonSerializerContext;
