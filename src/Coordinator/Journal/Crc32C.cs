using System.Buffers.Binary;
using System.Numerics;

namespace Sweep.Coordinator.Journal;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), with an initial value and a final complement of all ones.</summary>
internal readonly record struct Crc32C(uint Register)
{
    public static Crc32C Start => new(uint.MaxValue);

    public uint Value => ~Register;

    public Crc32C Add(uint number) => new(BitOperations.Crc32C(Register, number));

    public Crc32C Add(ulong number) => new(BitOperations.Crc32C(Register, number));

    public Crc32C Add(ReadOnlySpan<byte> bytes)
    {
        var crc = Register;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return new(crc);
    }
}
