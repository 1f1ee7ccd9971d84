using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// Reads the lines of one segment, checking every one of them. Only the end of the last segment may be torn, by an append that was not
/// synced: bytes after the last line feed, or all from a hole on, where a later page reached the disk and an earlier one did not.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private const int SmallestBuffer = 1 << 12;
    private const int LargestBuffer = 1 << 20;

    private readonly Segment segment;
    private readonly Stream file;
    private readonly bool isLast;
    private byte[] buffer;
    private int start;
    private int end;
    private long offset;

    /// <param name="previous">CRC of the last line of the segment before; null where that was not read.</param>
    public SegmentReader(IFiles files, Segment segment, uint? previous, bool isLast)
    {
        this.segment = segment;
        this.isLast = isLast;
        file = files.Open(segment.Path, new()
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.SequentialScan,
        }).Stream;
        // One byte more than a small file has, to find its end without a larger buffer.
        buffer = new byte[Math.Clamp(file.Length + 1, SmallestBuffer, LargestBuffer)];
        Sequence = segment.FirstSequence - 1;
        ReadHeader(previous);
    }

    /// <summary>Of the last line read.</summary>
    public long Sequence { get; private set; }

    /// <summary>Of the last line read.</summary>
    public uint Crc { get; private set; }

    /// <summary>Length of all that is sound: where the next line begins.</summary>
    public long SoundBytes => offset;

    /// <summary>Whether the header itself is torn: the segment was being made when the program ended.</summary>
    public bool TornHeader { get; private set; }

    /// <summary>Bytes after the last sound line. Known when <see cref="Next"/> has returned false.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Reads the next line and gives its JSON, which is valid until the next call.</summary>
    /// <returns>False at the end.</returns>
    public bool Next(out ReadOnlySpan<byte> json)
    {
        json = default;
        if (TornHeader || !TryLine(out var line))
            return false;
        if (!JournalLine.TryRead(line, Crc, Sequence + 1, out var crc, out json))
        {
            if (!isLast || !Hole.IsIn(line, offset))
                throw Damaged("the line is not what was written there");
            TornBytes = file.Length - offset;
            return false;
        }
        Crc = crc;
        Sequence++;
        offset += line.Length + 1;
        return true;
    }

    public JournalDamagedException Damaged(string what) => new(segment.Path, offset, Sequence + 1, what);

    public void Dispose() => file.Dispose();

    private void ReadHeader(uint? previous)
    {
        if (!TryLine(out var line))
        {
            if (!isLast)
                throw Damaged("the segment is empty");
            TornHeader = true;
            return;
        }
        var before = segment.PreviousCrc(line) ?? throw Damaged("the segment does not begin with its header");
        if (previous is { } known && known != before)
            throw Damaged("the segment does not continue the one before it");
        Crc = before;
        offset += line.Length + 1;
    }

    private bool TryLine(out ReadOnlySpan<byte> line)
    {
        var searched = start;
        while (true)
        {
            var feed = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = buffer.AsSpan(start, searched + feed - start);
                start = searched + feed + 1;
                return true;
            }
            searched = end - start;
            if (!Fill())
                break;
        }
        line = default;
        TornBytes = end - start;
        if (TornBytes > 0)
            CheckTorn(buffer.AsSpan(start, end - start));
        return false;
    }

    /// <summary>
    /// A torn line is the beginning of a line. Anywhere but at the journal's end, or as a whole line with another byte for its feed, it is
    /// damage; but a zero there was never written: the file had grown when the power went, and no flipped bit makes a zero of a feed.
    /// </summary>
    private void CheckTorn(ReadOnlySpan<byte> tail)
    {
        if (!isLast)
            throw Damaged("the line has no end");
        if (offset > 0 && tail[^1] != 0 && JournalLine.TryRead(tail[..^1], Crc, Sequence + 1, out _, out _))
            throw Damaged("the line does not end as it was written");
    }

    /// <summary>Moves what is unread to the front of the buffer, makes room and reads more.</summary>
    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = file.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
