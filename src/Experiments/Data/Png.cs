using System.Buffers.Binary;
using System.IO.Compression;

namespace Sweep.Experiments.Data;

/// <summary>
/// Writes 8-bit RGB pictures as PNG (ISO/IEC 15948): a signature, a header, the rows deflated, an end. Enough for contact sheets, and
/// it needs no native library.
/// </summary>
public static class Png
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => CrcOf((uint)n))];

    /// <param name="rgb">Bytes [height, width, 3].</param>
    public static void Write(Stream output, ReadOnlySpan<byte> rgb, int width, int height)
    {
        output.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a channel
        header[9] = 2; // truecolour
        header[10..].Clear(); // deflate, adaptive filters, not interlaced
        Chunk(output, "IHDR"u8, header);
        Chunk(output, "IDAT"u8, Rows(rgb, width, height));
        Chunk(output, "IEND"u8, []);
    }

    /// <summary>Every row after a filter byte of zero: as it is.</summary>
    private static ReadOnlySpan<byte> Rows(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(rgb.Slice(y * width * 3, width * 3));
            }
        }
        return deflated.GetBuffer().AsSpan(0, (int)deflated.Length);
    }

    private static void Chunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        output.Write(number);
        output.Write(type);
        output.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        output.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            crc = CrcTable[(crc ^ b) & 255] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOf(uint n)
    {
        for (var k = 0; k < 8; k++)
            n = (n & 1) != 0 ? 0xEDB88320 ^ (n >> 1) : n >> 1;
        return n;
    }
}
