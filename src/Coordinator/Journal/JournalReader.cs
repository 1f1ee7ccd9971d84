using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// Reads a journal as it lies on disk, segment after segment, and changes nothing. Every line is checked, and the chain of CRCs runs
/// through all segments.
/// </summary>
internal sealed class JournalReader(IFiles files, IReadOnlyList<Segment> segments)
{
    private JournalEnd end;

    /// <summary>The torn end of the last segment; known when everything before it has been read.</summary>
    public TornTail? Torn { get; private set; }

    /// <summary>Of the journal in <paramref name="folder"/>; one that is not there is empty.</summary>
    public static JournalReader Of(string folder) => Of(RealFiles.OfThisMachine, folder);

    /// <inheritdoc cref="Of(string)"/>
    public static JournalReader Of(IFiles files, string folder) => new(files, files.IsFolder(folder) ? Segment.In(files, folder) : []);

    /// <summary>Number of the last whole entry; 0 where there is none.</summary>
    /// <exception cref="JournalDamagedException">The last segment is damaged before its torn end.</exception>
    public long LastSequence()
    {
        foreach (var segment in segments.Reverse())
        {
            using var reader = new SegmentReader(files, segment, previous: null, isLast: true);
            while (reader.Next(out _)) { }
            // A segment without its header holds nothing; the one before it is the last.
            if (!reader.TornHeader)
                return reader.Sequence;
        }
        return 0;
    }

    /// <summary>Checks every line, and reads none of them.</summary>
    /// <exception cref="JournalDamagedException">An entry is not what was written.</exception>
    public JournalEnd Check()
    {
        foreach (var _ in Entries(0, long.MaxValue, long.MaxValue)) { }
        return end;
    }

    /// <summary>The entries after <paramref name="sequence"/>, up to and with <paramref name="last"/>, each with its place.</summary>
    /// <exception cref="JournalDamagedException">An entry is not what was written.</exception>
    /// <exception cref="UnknownEntryException">An entry is sound, but this program does not know what it says.</exception>
    public IEnumerable<PlacedEntry> After(long sequence, long last = long.MaxValue) =>
        Entries(Math.Max(0, FirstSegmentFor(sequence + 1)), sequence, last);

    /// <param name="first">The segment to begin with.</param>
    private IEnumerable<PlacedEntry> Entries(int first, long sequence, long last)
    {
        uint? previous = null;
        var expected = segments.Count == 0 ? 1 : segments[first].FirstSequence;
        if (first == 0 && expected != 1)
            throw new JournalDamagedException(segments[0].Path, 0, 1, "the segments before this one are missing");
        foreach (var segment in segments.Skip(first))
        {
            if (segment.FirstSequence != expected)
                throw new JournalDamagedException(segment.Path, 0, expected, "the segment before this one is missing");
            using var reader = new SegmentReader(files, segment, previous, isLast: segment == segments[^1]);
            while (reader.Sequence < last && TryNext(reader, segment, sequence, out var entry))
            {
                if (entry.Place.Sequence > sequence)
                    yield return entry;
            }
            if (reader.Sequence >= last)
                yield break;
            if (reader.TornBytes > 0 || reader.TornHeader)
                Torn = new(segment.Path, reader.SoundBytes, reader.TornBytes);
            previous = reader.Crc;
            expected = reader.Sequence + 1;
            if (!reader.TornHeader)
                end = new(reader.Sequence, reader.Crc);
        }
    }

    private int FirstSegmentFor(long sequence)
    {
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (segments[i].FirstSequence <= sequence)
                return i;
        }
        return 0;
    }

    private static bool TryNext(SegmentReader reader, Segment segment, long after, out PlacedEntry entry)
    {
        entry = default;
        var place = new JournalPlace(segment.Path, reader.SoundBytes, reader.Sequence + 1);
        if (!reader.Next(out var json))
            return false;
        // Entries that are not asked for are checked but not parsed.
        entry = new(place with { End = reader.SoundBytes }, reader.Sequence > after ? JournalLine.Parse(json, place) : null!);
        return true;
    }
}

/// <summary>
/// The last entry of a journal: its number, 0 where there is none, and its CRC, in which those of all entries before it are chained.
/// </summary>
internal readonly record struct JournalEnd(long Sequence, uint Crc);

/// <summary>Where an entry stands: the segment's path, the offset of its first byte there, and its number.</summary>
public readonly record struct JournalPlace(string File, long Offset, long Sequence)
{
    /// <summary>Where the next entry begins.</summary>
    internal long End { get; init; }

    public override string ToString() => FormattableString.Invariant($"{File}, byte {Offset}, entry {Sequence}");
}

internal readonly record struct PlacedEntry(JournalPlace Place, JournalEvent Event)
{
    public JournalEntry Entry => new(Place.Sequence, Event);
}
