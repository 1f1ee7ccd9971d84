using System.Buffers.Binary;
using System.Numerics;
using Sweep.Files;

namespace Sweep.Reporting.Exports;

/// <summary>
/// Writes TensorBoard's event files: TFRecords (length, masked CRC-32C of the length, bytes, masked CRC-32C of the bytes; tensorflow
/// core/lib/io/record_writer.h) of Event messages in protocol buffer encoding (core/util/event.proto: 1 wall_time, 2 step,
/// 3 file_version, 5 summary; core/framework/summary.proto: 1 value = 1 tag, 2 simple_value, 8 tensor, 9 metadata).
/// </summary>
internal sealed class EventFile
{
    /// <summary>
    /// What TensorBoard's own writer puts where a summary is all metadata: a scalar of type float without a value (tensor.proto).
    /// </summary>
    private static readonly byte[] NullTensor = Proto.Message(m => m.Number(1, 1).Bytes(2, []));

    private readonly Stream stream;

    public EventFile(Stream stream, DateTimeOffset start)
    {
        this.stream = stream;
        Record(start, 0, m => m.Text(3, "brain.Event:2"));
    }

    public void Scalar(DateTimeOffset at, long step, string tag, double value) =>
        Value(at, step, m => m.Text(1, tag).Single(2, (float)value));

    /// <summary>A summary for a plugin alone: summary.proto's SummaryMetadata, 1 plugin_data = 1 plugin_name, 2 content.</summary>
    public void Plugin(DateTimeOffset at, string tag, string plugin, byte[] content) => Value(at, 0, m => m
        .Text(1, tag).Bytes(8, NullTensor).Bytes(9, Proto.Message(metadata => metadata
            .Bytes(1, Proto.Message(data => data.Text(1, plugin).Bytes(2, content))))));

    private void Value(DateTimeOffset at, long step, Action<Proto> value) =>
        Record(at, step, m => m.Bytes(5, Proto.Message(summary => summary.Bytes(1, Proto.Message(value)))));

    private void Record(DateTimeOffset at, long step, Action<Proto> what)
    {
        var message = Proto.Message(m =>
        {
            m.Double(1, (at - DateTimeOffset.UnixEpoch).TotalSeconds).Number(2, step);
            what(m);
        });
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.Length);
        stream.Write([.. length, .. Checksum(length), .. message, .. Checksum(message)]);
    }

    private static byte[] Checksum(ReadOnlySpan<byte> bytes)
    {
        var masked = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, BitOperations.RotateRight(Crc32C.Of(bytes), 15) + 0xA282EAD8);
        return masked;
    }
}
