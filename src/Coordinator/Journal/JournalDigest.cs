using System.Buffers.Binary;
using System.Text;
using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// A journal in short, in a file beside it: the same events in a third of the bytes, read in a small part of the time, so that what
/// follows from a long journal is known soon after a start. It grows block by block behind the journal. The journal stays the truth:
/// every block says at which of its lines it ends and with which CRC, which covers all lines before, and counts only where the journal has
/// that line. Whoever deletes the file loses nothing but the time that it saves.
/// </summary>
/// <remarks>
/// After the header <c>sweep-digest 1 LF</c> come blocks: first and last entry (64 bits each), the CRC of the journal's line of the last
/// one, the length of what follows and the entries as <see cref="DigestFormat"/> has them, then the CRC-32C of all of the block.
/// Little-endian.
/// </remarks>
internal sealed class JournalDigest(IFiles files, string file)
{
    /// <summary>Of a block, at most.</summary>
    public const int EntriesOfABlock = 8192;

    private const int HeadBytes = sizeof(long) + sizeof(long) + sizeof(uint) + sizeof(int);
    private static readonly byte[] Header = Encoding.ASCII.GetBytes(FormattableString.Invariant($"sweep-digest {DigestFormat.Version}\n"));

    /// <summary>How far this object has written; null where the file has to be looked at.</summary>
    private (long Last, long End)? written;

    /// <summary>The whole blocks from the file's beginning on, as far as they are what was written and follow one another.</summary>
    public IEnumerable<DigestBlock> Blocks()
    {
        using var bytes = TryOpen();
        if (bytes is null || !TryRead(bytes, Header.Length, out var header) || !header.AsSpan().SequenceEqual(Header))
            yield break;
        var (offset, next) = ((long)Header.Length, 1L);
        while (TryBlock(bytes, offset, next) is { } block)
        {
            yield return block;
            (offset, next) = (block.End, block.Last + 1);
        }
    }

    /// <summary>
    /// Where the file goes on with something that is no block; null where all of it can be read, or its end was never written.
    /// </summary>
    public long? Damage()
    {
        var end = Blocks().Select(block => block.End).LastOrDefault(Header.Length);
        using var bytes = TryOpen();
        if (bytes is null || bytes.Length <= end)
            return null;
        bytes.Position = end;
        var length = TryRead(bytes, HeadBytes, out var head) ? BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(20)) : 0;
        return length <= 0 || end + HeadBytes + length + sizeof(uint) > bytes.Length ? null : end;
    }

    /// <summary>
    /// Brings the file up to an entry of the journal; what does not belong to this journal is written anew. For one thread at a time.
    /// </summary>
    /// <param name="last">An entry that is on disk.</param>
    /// <param name="least">How many entries more are worth writing.</param>
    /// <param name="entries">Of a block.</param>
    /// <returns>The entry that the file reaches.</returns>
    public long Extend(JournalReader journal, long last, long least = 1, int entries = EntriesOfABlock, CancellationToken stop = default)
    {
        var (reached, end) = written ?? Sound(journal, last);
        written = null;
        if (last - reached >= least)
            (reached, end) = Written(journal, (reached, end), last, entries, stop);
        written = (reached, end);
        return reached;
    }

    private (long Last, long End) Written(
        JournalReader journal, (long Last, long End) before, long last, int entries, CancellationToken stop)
    {
        using var opened = files.Open(
            file, new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 });
        var (reached, to) = (before.Last, opened.Stream);
        to.SetLength(before.End);
        to.Position = before.End;
        if (before.End == 0)
            to.Write(Header);
        foreach (var block in journal.After(reached, last).Chunk(entries))
        {
            to.Write(BytesOf(block));
            reached = block[^1].Place.Sequence;
            if (stop.IsCancellationRequested)
                break;
        }
        opened.Sync();
        return (reached, to.Position);
    }

    /// <summary>How much of the file is of this journal. Only the last block is looked up: its CRC covers all lines before.</summary>
    private (long Last, long End) Sound(JournalReader journal, long last) =>
        Blocks().LastOrDefault() is { } block && block.Last <= last
            && journal.After(block.Last - 1, block.Last).FirstOrDefault() is { Event: not null } line && line.Place.Crc == block.Crc
            ? (block.Last, block.End)
            : (0, 0);

    private static byte[] BytesOf(PlacedEntry[] entries)
    {
        var payload = DigestFormat.Write([.. entries.Select(entry => entry.Event)]);
        var block = new byte[HeadBytes + payload.Length + sizeof(uint)];
        var rest = block.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(rest, entries[0].Place.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], entries[^1].Place.Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[16..], entries[^1].Place.Crc);
        BinaryPrimitives.WriteInt32LittleEndian(rest[20..], payload.Length);
        payload.CopyTo(rest[HeadBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[^sizeof(uint)..], Crc32C.Of(block.AsSpan()[..^sizeof(uint)]));
        return block;
    }

    private static DigestBlock? TryBlock(Stream bytes, long offset, long next)
    {
        bytes.Position = offset;
        if (!TryRead(bytes, HeadBytes, out var head))
            return null;
        var (first, last) = (BinaryPrimitives.ReadInt64LittleEndian(head), BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(8)));
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(16));
        var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(20));
        // An entry has a byte at least: nothing is made of a size that cannot be.
        if (first != next || last < first || length < 0 || last - first > length
            || offset + HeadBytes + length + sizeof(uint) > bytes.Length || !TryRead(bytes, length + sizeof(uint), out var rest)
            || Crc32C.Of(head, rest.AsSpan()[..length]) != BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan(length)))
            return null;
        return new(first, last, crc, offset + HeadBytes + rest.Length, rest[..length]);
    }

    private static bool TryRead(Stream bytes, int count, out byte[] read)
    {
        read = new byte[count];
        return bytes.ReadAtLeast(read, count, throwOnEndOfStream: false) == count;
    }

    private Stream? TryOpen()
    {
        try
        {
            return files.OpenRead(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Consecutive entries of a journal.</summary>
/// <param name="Crc">Of the journal's line of the last one.</param>
/// <param name="End">Where the next block begins.</param>
internal sealed record DigestBlock(long First, long Last, uint Crc, long End, byte[] Payload)
{
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public List<JournalEvent> Events() => DigestFormat.Read(Payload, (int)(Last - First) + 1);

    /// <summary>Null where they cannot be read.</summary>
    public List<JournalEvent>? TryEvents()
    {
        try
        {
            return Events();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
