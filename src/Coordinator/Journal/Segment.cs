using System.Globalization;
using System.Text;
using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// One file of a journal. Its name carries the sequence of its first entry; its first line the format's version, that sequence
/// again, the CRC of the last line of the segment before, so that the chain runs through all of them, and the header's own CRC.
/// </summary>
internal sealed record Segment(string Path, long FirstSequence)
{
    private const string Extension = ".journal";
    private const string Version = "sweep-journal 1";

    public static Segment At(string folder, long firstSequence) =>
        new(System.IO.Path.Combine(folder, firstSequence.ToString("D19", CultureInfo.InvariantCulture) + Extension), firstSequence);

    /// <summary>The segments of a folder, oldest first. A file that does not bear the name of a segment is none.</summary>
    public static List<Segment> In(IFiles files, string folder) =>
    [
        .. files.FilesIn(folder)
            .Where(path => path.EndsWith(Extension, StringComparison.Ordinal)
                && long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture,
                    out var first)
                && At(folder, first).Path == path)
            .Select(path => new Segment(path,
                long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture)))
            .OrderBy(segment => segment.FirstSequence),
    ];

    public static byte[] Header(long firstSequence, uint previous)
    {
        var text = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{Version} {firstSequence} {previous:x8} "));
        return [.. text, .. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{Crc32C.Of(text):x8}\n"))];
    }

    /// <param name="line">The first line without its line feed.</param>
    /// <returns>The CRC of the line before this segment; null where the header is not exactly as it was written.</returns>
    public uint? PreviousCrc(ReadOnlySpan<byte> line)
    {
        const int Crcs = 17; // eight digits, a space, eight digits
        return line.Length >= Crcs
            && uint.TryParse(line[^Crcs..^9], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc)
            && Header(FirstSequence, crc).AsSpan()[..^1].SequenceEqual(line) ? crc : null;
    }
}
