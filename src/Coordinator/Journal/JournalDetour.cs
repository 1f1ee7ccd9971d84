using System.Buffers;
using System.Text;
using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// Leaves one entry of a sound journal out, by explicit order only. In its place stands <see cref="EntrySteppedOver"/>, so that every other
/// entry keeps its number; the chain of CRCs is written anew from there on. The segments as they were are kept aside first.
/// </summary>
internal static class JournalDetour
{
    private const int WrittenAtOnce = 1 << 20;

    private static IFiles Disk => RealFiles.OfThisMachine;

    /// <param name="at">When it was ordered.</param>
    /// <param name="aside">Folder for the segments as they were; must not exist.</param>
    public static void StepOver(string folder, long sequence, DateTimeOffset at, string aside)
    {
        var segments = Segment.In(Disk, folder);
        var affected = segments[segments.FindLastIndex(segment => segment.FirstSequence <= sequence)..];
        JournalRecovery.Keep(Disk, affected, aside);
        uint? chain = null;
        foreach (var segment in affected)
            chain = Rewrite(segment, isLast: segment == affected[^1], chain, sequence, at);
        // From the end: a segment that does not continue the one before it is found at the next start, and what was is aside.
        foreach (var segment in affected.AsEnumerable().Reverse())
            DurableFile.MoveInto(Disk, Rewritten(segment), segment.Path);
    }

    private static string Rewritten(Segment segment) => segment.Path + ".rewritten";

    /// <param name="chain">CRC of the last line written before the segment; null for the first, whose beginning stays.</param>
    /// <returns>CRC of its last line.</returns>
    private static uint Rewrite(Segment segment, bool isLast, uint? chain, long sequence, DateTimeOffset at)
    {
        using var reader = new SegmentReader(Disk, segment, previous: null, isLast);
        using var rewritten = Disk.Open(
            Rewritten(segment), new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None });
        var file = rewritten.Stream;
        var crc = chain ?? reader.Crc;
        file.Write(Segment.Header(segment.FirstSequence, crc));
        var lines = new ArrayBufferWriter<byte>(WrittenAtOnce);
        while (reader.Next(out var json))
        {
            crc = reader.Sequence == sequence
                ? JournalLine.Write(lines, crc, new(sequence, new EntrySteppedOver(Encoding.UTF8.GetString(json)) { At = at }))
                : JournalLine.Write(lines, crc, reader.Sequence, json);
            if (lines.WrittenCount < WrittenAtOnce)
                continue;
            file.Write(lines.WrittenSpan);
            lines.ResetWrittenCount();
        }
        file.Write(lines.WrittenSpan);
        return crc;
    }
}
