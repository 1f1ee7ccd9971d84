using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Running;
using Sweep.Files;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// A digest in a file: one line that says of which format, place in the journal and program it is, four bytes of CRC-32C of what follows,
/// and the content. It is never the truth: one of another place, format or program is as if it were not there, and everything in it is
/// made of the journal again when a coordinator ends.
/// </summary>
internal static class DigestFile
{
    private const string Format = "sweep-digest 2";
    private const int CrcBytes = sizeof(uint);
    private const int LongestHead = 512;

    /// <summary>Null where there is none that this program wrote whole.</summary>
    public static Digest? Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return Head.In(bytes) is { } head && head.Program == ProgramVersion.Text && IsWhole(bytes.AsSpan(head.Length))
                ? DigestReader.Read(head.End, bytes, head.Length + CrcBytes)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Of which place in the journal the file is, where this program wrote it; null where there is none or it is another's.
    /// </summary>
    public static JournalEnd? EndOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var begin = new byte[LongestHead];
            var read = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
            return Head.In(begin.AsSpan(0, read)) is { } head && head.Program == ProgramVersion.Text ? head.End : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is the digest, to the last byte.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool Is(string path, Digest digest) => File.ReadAllBytes(path).AsSpan().SequenceEqual(Bytes(digest));

    /// <exception cref="IOException">The file is as it was before.</exception>
    public static void Write(string path, Digest digest)
    {
        // Checked before it is used: what a power cut makes of it is not believed, and the next coordinator writes it again.
        var bytes = Bytes(digest);
        WholeFile.Write(path, file => file.Write(bytes));
    }

    private static byte[] Bytes(Digest digest)
    {
        using var file = new MemoryStream();
        file.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Format} {digest.End.Sequence} {digest.End.Crc:x8} {ProgramVersion.Text}\n")));
        var head = (int)file.Length;
        file.Write(new byte[CrcBytes]);
        DigestWriter.Write(digest, file);
        var bytes = file.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(head), Crc32C.Of(bytes.AsSpan(head + CrcBytes)));
        return bytes;
    }

    private static bool IsWhole(ReadOnlySpan<byte> content) => content.Length > CrcBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(content) == Crc32C.Of(content[CrcBytes..]);

    /// <summary>The first line.</summary>
    /// <param name="Length">Of the line, in bytes, with its end.</param>
    private sealed record Head(JournalEnd End, string Program, int Length)
    {
        /// <summary>Null where there is no such line.</summary>
        public static Head? In(ReadOnlySpan<byte> begin)
        {
            var feed = begin[..Math.Min(begin.Length, LongestHead)].IndexOf((byte)'\n');
            if (feed < 0)
                return null;
            var line = Encoding.UTF8.GetString(begin[..feed]);
            return line.StartsWith(Format + " ", StringComparison.Ordinal)
                && line[(Format.Length + 1)..].Split(' ', 3) is [var sequence, var crc, var program]
                && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                && uint.TryParse(crc, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var chained)
                    ? new(new(last, chained), program, feed + 1)
                    : null;
        }
    }
}
