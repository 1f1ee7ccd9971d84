using System.IO.Hashing;

namespace Sweep.Files;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), with an initial value and a final complement of all ones.</summary>
public static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, bytes);

    /// <summary>Of one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> then)
    {
        var crc = new Crc32(Crc32ParameterSet.Crc32C);
        crc.Append(first);
        crc.Append(then);
        return crc.GetCurrentHashAsUInt32();
    }
}
