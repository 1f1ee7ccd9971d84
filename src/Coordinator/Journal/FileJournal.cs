using System.Buffers;
using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// The journal as segment files in a folder, one checked line for each event. An append is one write and one fsync, however many
/// events it has. A crash may leave the beginning of an append that nobody was told of; it is kept as far as its lines are whole.
/// </summary>
public sealed class FileJournal : IJournal
{
    public const long DefaultSegmentBytes = 64L << 20;

    /// <summary>More than an append has, many thousand events and the largest sweep file included.</summary>
    private const long LargestAppend = 1 << 20;

    private readonly IFiles files;
    private readonly string folder;
    private readonly long segmentBytes;
    private readonly List<Segment> segments;
    private readonly ArrayBufferWriter<byte> lines = new(1 << 16);
    private IOpenFile? file;
    private long length;
    private uint crc;
    private bool broken;
    private volatile Exception? refused;

    private FileJournal(IFiles files, string folder, long segmentBytes)
    {
        (this.files, this.folder, this.segmentBytes) = (files, folder, segmentBytes);
        DurableFolder.Make(files, folder);
        // An earlier process may have been killed, or refused by its disk, before the name of its last segment was safe.
        files.SyncFolder(folder);
        segments = Segment.In(files, folder);
        Recover();
    }

    public long LastSequence { get; private set; }

    internal JournalEnd End => new(LastSequence, crc);

    /// <summary>Why it takes no more entries; null while it does. May be asked from any thread.</summary>
    internal Exception? Refused => refused;

    /// <summary>What opening had to cut off; null where the journal ended with a whole line.</summary>
    public TornTail? Recovery { get; private set; }

    /// <exception cref="JournalDamagedException">
    /// The last segment is damaged before its torn end. Older segments are checked when they are read.
    /// </exception>
    public static FileJournal Open(string folder, long segmentBytes = DefaultSegmentBytes) =>
        Open(RealFiles.OfThisMachine, folder, segmentBytes);

    /// <inheritdoc cref="Open(string, long)"/>
    public static FileJournal Open(IFiles files, string folder, long segmentBytes = DefaultSegmentBytes) =>
        new(files, folder, segmentBytes);

    /// <exception cref="JournalDamagedException">An entry is not what was written.</exception>
    /// <exception cref="UnknownEntryException">An entry is sound, but this program does not know what it says.</exception>
    public IEnumerable<JournalEntry> ReadAfter(long sequence) =>
        new JournalReader(files, [.. segments]).After(sequence).Select(placed => placed.Entry);

    /// <summary>All entries, those that the digest has from there.</summary>
    /// <inheritdoc cref="ReadAfter"/>
    internal IEnumerable<JournalEntry> ReadThrough(JournalDigest digest) => new JournalReader(files, [.. segments]).Through(digest);

    public IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEvent> events)
    {
        ObjectDisposedException.ThrowIf(file is null && broken, this);
        if (broken)
            throw new IOException($"The journal in {folder} failed before and takes no more entries.");
        if (events.Count == 0)
            return [];
        var entries = new JournalEntry[events.Count];
        lines.ResetWrittenCount();
        if (file is null || length >= segmentBytes)
            StartSegment();
        var chain = crc;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new(LastSequence + 1 + i, events[i]);
            chain = JournalLine.Write(lines, chain, entries[i]);
        }
        Write(lines.WrittenSpan);
        crc = chain;
        LastSequence += entries.Length;
        return entries;
    }

    public void Dispose()
    {
        broken = true;
        file?.Dispose();
        file = null;
    }

    private IOpenFile OpenFile(string path, FileMode mode) =>
        files.Open(path, new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 });

    /// <summary>Finds the end of the journal and cuts off a torn line.</summary>
    private void Recover()
    {
        if (segments.Count == 0)
            return;
        var last = segments[^1];
        bool header;
        long torn;
        using (var reader = new SegmentReader(files, last, previous: null, isLast: true))
        {
            while (reader.Next(out _)) { }
            (LastSequence, crc, length, torn, header) =
                (reader.Sequence, reader.Crc, reader.SoundBytes, reader.TornBytes, !reader.TornHeader);
        }
        if (torn > 0)
            Recovery = new(last.Path, length, torn);
        if (header)
            ReopenAt(last, torn > 0);
        else
            DropUnborn(last);
    }

    /// <summary>Entries that were read are acted upon, so they are put on disk even where nobody was told of them before.</summary>
    private void ReopenAt(Segment last, bool cut)
    {
        file = OpenFile(last.Path, FileMode.Open);
        if (cut)
            file.Stream.SetLength(length);
        WriteAgain(last);
        file.Sync();
        file.Stream.Position = length;
    }

    /// <summary>
    /// After a sync that failed, the kernel may take for written what is in its memory alone, and would not write it with the next one.
    /// An earlier process that was killed then has left no more of that than its last append.
    /// </summary>
    private void WriteAgain(Segment last)
    {
        var bytes = new byte[Math.Min(length, LargestAppend)];
        using (var written = files.OpenRead(last.Path))
        {
            written.Position = length - bytes.Length;
            written.ReadExactly(bytes);
        }
        file!.Stream.Position = length - bytes.Length;
        file.Stream.Write(bytes);
    }

    /// <summary>A segment without its header holds nothing; the one before it is the last.</summary>
    private void DropUnborn(Segment last)
    {
        files.Delete(last.Path);
        segments.RemoveAt(segments.Count - 1);
        Recover();
    }

    private void StartSegment()
    {
        file?.Dispose();
        file = null;
        var segment = Segment.At(folder, LastSequence + 1);
        var header = Segment.Header(segment.FirstSequence, crc);
        try
        {
            file = OpenFile(segment.Path, FileMode.CreateNew);
            file.Stream.Write(header);
            file.Sync();
            files.SyncFolder(folder);
        }
        catch (Exception e)
        {
            broken = true;
            refused = e;
            throw;
        }
        segments.Add(segment);
        length = header.Length;
    }

    /// <summary>Writes and syncs, or cuts the file back so that nothing which was not acknowledged can look as if it were.</summary>
    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            file!.Stream.Write(bytes);
            file.Sync();
            length += bytes.Length;
        }
        catch (Exception e)
        {
            refused = e;
            // After a failed fsync nobody knows what is on disk: only a new start, which reads it again, may go on.
            broken = true;
            CutBack();
            throw;
        }
    }

    private void CutBack()
    {
        try
        {
            file!.Stream.SetLength(length);
            file.Sync();
        }
        catch (IOException)
        {
            // The first failure is the one to report; the next start recovers from a torn tail by itself.
        }
    }
}

/// <summary>The torn end of a journal that was cut off: never acknowledged to anyone.</summary>
public sealed record TornTail(string File, long Offset, long Bytes);
