namespace Sweep.Files.Simulation;

/// <summary>
/// What a simulated file says: to those who read it, and on the platter, which follows by sync, page by page, or by whatever a power cut
/// left time for.
/// </summary>
internal sealed class FileOnDisk
{
    internal const int PageBytes = 4096;
    private const int SmallestArray = 128;

    private byte[] bytes = [];
    private byte[] platter = [];
    private int platterLength;

    /// <summary>Written and not synced: everything that differs from the platter lies in between, or in a page that was lost.</summary>
    private int from = int.MaxValue;
    private int to;

    /// <summary>Pages that the kernel takes for written and the platter never got: a sync does not write them again.</summary>
    private SortedSet<int>? lost;

    public int Length { get; private set; }

    public DateTime Written { get; set; }

    public UnixFileMode? Mode { get; init; }

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, Length);

    public void Write(int at, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return;
        var end = at + content.Length;
        Reserve(ref bytes, end);
        content.CopyTo(bytes.AsSpan(at));
        // Where the file was shorter, the gap is written as zeros: the platter may still have what was cut off there.
        var start = Math.Min(at, Length);
        Length = Math.Max(Length, end);
        Touch(start, end);
    }

    public void SetLength(int length)
    {
        Reserve(ref bytes, length);
        var cut = Length - length;
        Length = length;
        if (cut > 0)
        {
            bytes.AsSpan(length, cut).Clear();
            lost?.RemoveWhere(page => page * PageBytes >= length);
            to = Math.Min(to, length);
            if (to <= from)
                (from, to) = (int.MaxValue, 0);
            // The kernel clears the rest of the last page, and so writes it again.
            if (length % PageBytes != 0)
                Touch(length - 1, length);
        }
        else if (cut < 0)
        {
            Touch(length + cut, length);
        }
    }

    public void Sync()
    {
        Reserve(ref platter, Length);
        if (to > from)
            CopyPages(from, Math.Min(to, Length), lost);
        if (Length < platterLength)
            platter.AsSpan(Length, platterLength - Length).Clear();
        platterLength = Length;
        (from, to) = (int.MaxValue, 0);
    }

    /// <summary>
    /// A sync that fails: the pages wait for the next one; or the kernel forgets that they wait, and shows them until the power goes; or it
    /// throws them away at once.
    /// </summary>
    public void FailToSync(Random random)
    {
        if (to <= from)
            return;
        switch (random.Next(3))
        {
            case 0:
                return;
            case 1:
                lost ??= [];
                for (var page = from / PageBytes; page * PageBytes < to; page++)
                    lost.Add(page);
                break;
            case 2:
                for (var at = from / PageBytes * PageBytes; at < to; at += PageBytes)
                    Revert(at, Math.Min(at + PageBytes, Length));
                break;
        }
        (from, to) = (int.MaxValue, 0);
    }

    /// <summary>The power goes: of what was not synced, some pages are on the platter, or a part of one, or none.</summary>
    public void Crash(Random random)
    {
        if (to <= from && Length == platterLength && lost is not { Count: > 0 })
            return;
        Reserve(ref platter, Length);
        var length = random.Next(3) switch
        {
            0 => platterLength,
            1 => Length,
            _ => Length > platterLength ? random.Next(platterLength, Length + 1) : Length,
        };
        if (to > from)
            KeepSome(Math.Min(to, Length), random);
        if (length < platter.Length)
            platter.AsSpan(length).Clear();
        platterLength = length;
        Reserve(ref bytes, length);
        platter.AsSpan(0, length).CopyTo(bytes);
        bytes.AsSpan(length).Clear();
        Length = length;
        (from, to, lost) = (int.MaxValue, 0, null);
    }

    /// <summary>Another file with the same content, all of it on the platter.</summary>
    public FileOnDisk Twin()
    {
        var twin = new FileOnDisk { Written = Written, Mode = Mode };
        twin.Write(0, Bytes);
        twin.Sync();
        return twin;
    }

    private void KeepSome(int end, Random random)
    {
        if (random.Next(2) == 0)
        {
            // In order, torn at any byte.
            CopyPages(from, random.Next(from, end + 1), lost);
            return;
        }
        for (var at = from; at < end; at = (at / PageBytes + 1) * PageBytes)
            if (random.Next(2) == 0)
                CopyPages(at, Math.Min((at / PageBytes + 1) * PageBytes, end), lost);
    }

    private void CopyPages(int start, int end, SortedSet<int>? without)
    {
        if (without is not { Count: > 0 })
        {
            bytes.AsSpan(start, end - start).CopyTo(platter.AsSpan(start));
            return;
        }
        for (var at = start; at < end;)
        {
            var next = Math.Min((at / PageBytes + 1) * PageBytes, end);
            if (!without.Contains(at / PageBytes))
                bytes.AsSpan(at, next - at).CopyTo(platter.AsSpan(at));
            at = next;
        }
    }

    private void Revert(int start, int end)
    {
        bytes.AsSpan(start, end - start).Clear();
        var known = Math.Min(end, platter.Length);
        if (known > start)
            platter.AsSpan(start, known - start).CopyTo(bytes.AsSpan(start));
        lost?.Remove(start / PageBytes);
    }

    /// <summary>A page is written whole, also what of it was lost before.</summary>
    private void Touch(int start, int end)
    {
        if (lost is { Count: > 0 })
        {
            for (var page = start / PageBytes; page * PageBytes < end; page++)
                if (lost.Remove(page))
                    (start, end) = (Math.Min(start, page * PageBytes), Math.Max(end, Math.Min((page + 1) * PageBytes, Length)));
        }
        (from, to) = (Math.Min(from, start), Math.Max(to, end));
    }

    private static void Reserve(ref byte[] array, int length)
    {
        if (array.Length < length)
            Array.Resize(ref array, Math.Max(length, Math.Max(SmallestArray, array.Length * 2)));
    }
}
