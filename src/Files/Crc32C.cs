using System.Buffers.Binary;
using System.Numerics;

namespace Sweep.Files;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4), with an initial value and a final complement of all ones. Every line of a journal is
/// checked by it at every question, so it is one instruction for eight bytes where the processor has that.
/// </summary>
public static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>Of one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> then) => ~Append(Append(uint.MaxValue, first), then);

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var rest in bytes)
            crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }
}
