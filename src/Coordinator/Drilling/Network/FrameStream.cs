using System.Buffers.Binary;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>Frames of Akka.Remote on a TCP stream: a length of four bytes, little-endian, and so many bytes.</summary>
internal static class FrameStream
{
    private const int LengthBytes = sizeof(int);

    /// <summary>Well above the transport's own limit; more means that this is no such stream.</summary>
    private const int MostBytes = 1 << 20;

    /// <returns>The frame with its length in front, ready to be passed on; null at the stream's end.</returns>
    public static async Task<byte[]?> Read(Stream stream, CancellationToken cancellation)
    {
        var length = new byte[LengthBytes];
        if (await stream.ReadAtLeastAsync(length, LengthBytes, throwOnEndOfStream: false, cancellation) < LengthBytes)
            return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (count is < 0 or > MostBytes)
            throw new InvalidDataException(FormattableString.Invariant($"A frame of {count} bytes is none of Akka.Remote's."));
        var frame = new byte[LengthBytes + count];
        length.CopyTo(frame, 0);
        return await stream.ReadAtLeastAsync(frame.AsMemory(LengthBytes), count, throwOnEndOfStream: false, cancellation) < count
            ? null : frame;
    }

    public static ReadOnlySpan<byte> Content(byte[] frame) => frame.AsSpan(LengthBytes);
}
