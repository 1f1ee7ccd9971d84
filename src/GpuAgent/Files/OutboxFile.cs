using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// The reports that the coordinator does not have yet, on disk. What was added is kept when <see cref="Commit"/> returns, many reports by
/// one sync; a report leaves by its acknowledgement. One append-only file, started afresh when nothing waits; killed at any byte, it opens
/// with everything that was kept. Not thread-safe.
/// </summary>
internal sealed class OutboxFile : IDisposable
{
    /// <summary>The file of an empty outbox that is larger than this is started afresh.</summary>
    internal const long FreshAbove = 256 * 1024;

    private static readonly FileStreamOptions ForAppending = new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        BufferSize = 0,
    };

    private readonly IFiles files;
    private readonly string path;
    private readonly string folder;
    private IOpenFile? file;

    /// <summary>Where the last whole line ends.</summary>
    private long end;

    /// <summary>
    /// Where the last line ends that was synced. What stands behind it, acknowledgements, a disk that fails to sync may have forgotten.
    /// </summary>
    private long synced;

    /// <summary>Whether there may be something behind the last whole line.</summary>
    private bool torn;

    /// <summary>Whether the file has its name on disk.</summary>
    private bool named;

    /// <summary>Whether reports were added that are not kept yet.</summary>
    private bool added;

    private OutboxFile(IFiles files, string path)
    {
        (this.files, this.path, folder) = (files, path, Path.GetDirectoryName(path)!);
        files.MakeFolder(folder);
        named = files.Look(path) is not null;
    }

    /// <summary>The highest number ever used.</summary>
    public long LastNumber { get; private set; }

    /// <param name="agent">Written into every report.</param>
    /// <param name="waiting">What is kept, in the order of its numbers.</param>
    /// <exception cref="BadInputException">The file is damaged, or a newer agent wrote it.</exception>
    public static OutboxFile Open(IFiles files, string path, string agent, out IReadOnlyList<Report> waiting)
    {
        var outbox = new OutboxFile(files, path);
        try
        {
            waiting = outbox.Read(agent);
            outbox.NameIt();
            return outbox;
        }
        catch
        {
            outbox.Dispose();
            throw;
        }
    }

    /// <summary>Adds a report, which is kept by the next <see cref="Commit"/>.</summary>
    /// <exception cref="IOException">It was not added; those before it were.</exception>
    public void Add(Report report)
    {
        Append(new KeptReport(report.Number, report.Lease, report.Fact, report.Run));
        LastNumber = Math.Max(LastNumber, report.Number);
        added = true;
    }

    /// <summary>Keeps all that was added; returns when it is on disk.</summary>
    /// <exception cref="IOException">Nothing of what was added since the last commit is kept, nor ever will be.</exception>
    public void Commit()
    {
        if (!added)
            return;
        try
        {
            NameIt();
            file!.Sync();
            (synced, added) = (end, false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Withdraw();
            throw;
        }
    }

    /// <summary>
    /// Takes back what was added since the last commit. A line behind a hole could not be read: the acknowledgements since then are taken
    /// back too, which only means that their reports are sent once more after a restart.
    /// </summary>
    public void Withdraw()
    {
        if (!added)
            return;
        (added, torn, end) = (false, true, synced);
        try
        {
            TakeBack(file!);
        }
        catch (IOException)
        {
            // The next line takes it back before it is written.
        }
    }

    /// <summary>The report need not be kept any more. Lost in a crash, it only means that the report is sent once more.</summary>
    /// <param name="isLast">Whether nothing else waits that is kept.</param>
    public void Acknowledge(long number, bool isLast)
    {
        Append(new Acknowledged(number));
        if (isLast && !added && end > FreshAbove)
            StartAfresh();
    }

    public void Dispose() => file?.Dispose();

    private void Append(OutboxLine line)
    {
        file ??= OpenAtTheEnd();
        if (torn)
            TakeBack(file);
        var bytes = line.ToBytes();
        torn = true;
        try
        {
            file.Stream.Write(bytes);
        }
        catch (IOException)
        {
            // A full disk may have taken half of the line: take it back, or the next line would stand behind it unreadable.
            TakeBack(file);
            throw;
        }
        torn = false;
        end += bytes.Length;
    }

    private void TakeBack(IOpenFile open)
    {
        open.Stream.SetLength(end);
        open.Stream.Position = end;
        torn = false;
    }

    private void StartAfresh()
    {
        named = false;
        try
        {
            DurableFile.Write(files, path, fresh => fresh.Write(new NumbersTaken(LastNumber).ToBytes()));
            named = true;
        }
        finally
        {
            // Whichever file has the name now, the next line goes there.
            file?.Dispose();
            file = null;
        }
    }

    /// <summary>What is kept in a file whose name is lost is lost.</summary>
    private void NameIt()
    {
        if (named)
            return;
        files.SyncFolder(folder);
        named = true;
    }

    private IOpenFile OpenAtTheEnd()
    {
        var open = files.Open(path, ForAppending);
        try
        {
            end = open.Stream.Seek(0, SeekOrigin.End);
            open.Sync();
            (synced, torn) = (end, false);
            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private List<Report> Read(string agent)
    {
        file = files.Open(path, ForAppending);
        var bytes = new byte[file.Stream.Length];
        file.Stream.ReadExactly(bytes);
        var waiting = new SortedDictionary<long, Report>();
        var whole = 0;
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
                break;
            if (Line(bytes.AsSpan(start, length)) is { } line)
            {
                if (whole != start && Hole.IsIn(bytes.AsSpan(whole, start - whole), whole))
                    break;
                if (whole != start)
                    throw Damaged(whole);
                Apply(line, agent, waiting);
                whole = start + length + 1;
            }
            start += length + 1;
        }
        // What follows the last whole line was being written when the process was killed, so nobody was told that it is kept.
        end = whole;
        TakeBack(file);
        // What was read is delivered, so its numbers must stay taken: it is put on disk again, whatever an earlier sync that failed left.
        file.Stream.Position = 0;
        file.Stream.Write(bytes.AsSpan(0, whole));
        file.Sync();
        synced = end;
        return [.. waiting.Values];
    }

    private void Apply(OutboxLine line, string agent, SortedDictionary<long, Report> waiting)
    {
        switch (line)
        {
            case KeptReport kept:
                waiting.Add(kept.Number, new Report(agent, kept.Number, kept.Lease, kept.Fact, kept.Run));
                LastNumber = Math.Max(LastNumber, kept.Number);
                break;
            case Acknowledged acknowledged:
                waiting.Remove(acknowledged.Number);
                break;
            case NumbersTaken counted:
                LastNumber = Math.Max(LastNumber, counted.Number);
                break;
        }
    }

    private OutboxLine? Line(ReadOnlySpan<byte> line)
    {
        try
        {
            return OutboxLine.Parse(line);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new BadInputException($"The outbox {path} was written by a newer agent ({e.Message}); update this one.");
        }
    }

    private BadInputException Damaged(long offset) => new(
        $"The outbox {path} is damaged at byte {offset} with whole reports after it; " +
        "check the disk, then move the file away: epochs reported only there are trained again.");
}
