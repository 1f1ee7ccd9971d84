using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>
/// Writes TensorBoard's event files: TFRecords (length, masked CRC-32C of the length, bytes, masked CRC-32C of the bytes; tensorflow
/// core/lib/io/record_writer.h) of Event messages in protocol buffer encoding (core/util/event.proto: 1 wall_time, 2 step,
/// 3 file_version, 5 summary; core/framework/summary.proto: 1 value = 1 tag, 2 simple_value).
/// </summary>
internal sealed class EventFile
{
    private readonly Stream stream;

    public EventFile(Stream stream, DateTimeOffset start)
    {
        this.stream = stream;
        Record(start, 0, 3, Encoding.UTF8.GetBytes("brain.Event:2"));
    }

    public void Scalar(DateTimeOffset at, long step, string tag, double value)
    {
        var name = Encoding.UTF8.GetBytes(tag);
        byte[] scalar = [0x0A, (byte)name.Length, .. name, 0x15, .. LittleEndian((float)value)];
        Record(at, step, 5, [0x0A, (byte)scalar.Length, .. scalar]);
    }

    /// <summary>One event whose field <paramref name="field"/> is <paramref name="content"/>, which is shorter than 128 bytes.</summary>
    private void Record(DateTimeOffset at, long step, int field, byte[] content)
    {
        var seconds = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, (at - DateTimeOffset.UnixEpoch).TotalSeconds);
        byte[] message = [0x09, .. seconds, 0x10, .. Varint((ulong)step), (byte)((field << 3) | 2), (byte)content.Length, .. content];
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.Length);
        stream.Write([.. length, .. Checksum(length), .. message, .. Checksum(message)]);
    }

    private static byte[] Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        var masked = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, BitOperations.RotateRight(crc, 15) + 0xA282EAD8);
        return masked;
    }

    private static byte[] LittleEndian(float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
