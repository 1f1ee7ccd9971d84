using System.Globalization;
using System.Text;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// One file of a journal. Its name carries the sequence of its first entry; its first line the format's version, that sequence
/// again and the CRC of the last line of the segment before, so that the chain runs through all of them.
/// </summary>
internal sealed record Segment(string Path, long FirstSequence)
{
    private const string Extension = ".journal";
    private const string Version = "sweep-journal 1";

    public static Segment At(string folder, long firstSequence) =>
        new(System.IO.Path.Combine(folder, firstSequence.ToString("D19", CultureInfo.InvariantCulture) + Extension), firstSequence);

    /// <summary>The segments of a folder, oldest first.</summary>
    public static List<Segment> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path => new Segment(path, long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture)))
            .OrderBy(segment => segment.FirstSequence),
    ];

    public static byte[] Header(long firstSequence, uint previous) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant($"{Version} {firstSequence} {previous:x8}\n"));

    /// <param name="line">The first line without its line feed.</param>
    /// <returns>The CRC of the line before this segment; null where the header is not one.</returns>
    public uint? PreviousCrc(ReadOnlySpan<byte> line)
    {
        var text = Encoding.ASCII.GetString(line);
        var head = FormattableString.Invariant($"{Version} {FirstSequence} ");
        return text.StartsWith(head, StringComparison.Ordinal) && text.Length == head.Length + 8
            && uint.TryParse(text.AsSpan(head.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc) ? crc : null;
    }
}
