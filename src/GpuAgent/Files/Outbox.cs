using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// The reports that the coordinator does not have yet, in order, on disk. A report is kept when <see cref="Add"/> returns; it
/// leaves by its acknowledgement. Numbers rise for ever. One append-only file, started afresh when nothing waits; killed at any
/// byte, it opens with everything that was kept. Not thread-safe.
/// </summary>
internal sealed class Outbox : IDisposable
{
    /// <summary>An empty outbox larger than this is started afresh.</summary>
    internal const long FreshAbove = 256 * 1024;

    private readonly string path;
    private readonly SortedDictionary<long, Report> waiting = [];
    private readonly Dictionary<LeaseId, int> waitingOf = [];
    private readonly string agent;
    private FileStream file;
    private long last;

    private Outbox(string path, string agent)
    {
        (this.path, this.agent) = (path, agent);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var isNew = !File.Exists(path);
        file = OpenFile();
        if (isNew)
            DurableFolder.Sync(Path.GetDirectoryName(path)!);
        Read();
        FirstOwnNumber = last + 1;
    }

    /// <param name="agent">Written into every report.</param>
    public static Outbox Open(string path, string agent) => new(path, agent);

    public int Count => waiting.Count;

    /// <summary>In the order of their numbers.</summary>
    public IEnumerable<Report> Waiting => waiting.Values;

    /// <summary>Reports with lower numbers were left by an earlier process.</summary>
    public long FirstOwnNumber { get; private set; }

    /// <summary>The leases that reports wait for.</summary>
    public IEnumerable<LeaseId> Leases => waitingOf.Keys;

    public bool HoldsReportsOf(LeaseId lease) => waitingOf.ContainsKey(lease);

    /// <summary>
    /// Adds the end of every lease that reports of an earlier process wait for without one: its trainer went with that process, and the
    /// lease is to be over when its last epoch is delivered.
    /// </summary>
    public void EndWhatWasLeft(RunEnded end)
    {
        var left = waiting.Values.GroupBy(report => report.Lease)
            .Where(reports => !reports.Any(report => report.Fact is RunEnded)).ToList();
        foreach (var reports in left)
            Add(reports.Key, reports.First().Run, end);
        FirstOwnNumber = last + 1;
    }

    /// <summary>Keeps a report; returns when it is on disk.</summary>
    public Report Add(LeaseId lease, RunId? run, Fact fact)
    {
        var report = new Report(agent, last + 1, lease, fact, run);
        Append(new KeptReport(report.Number, lease, fact, run), durable: true);
        Enqueue(report);
        return report;
    }

    /// <summary>Drops a report. Lost in a crash, it only means that the report is sent once more.</summary>
    /// <returns>The report; null where it was dropped before.</returns>
    public Report? Acknowledge(long number)
    {
        if (!waiting.TryGetValue(number, out var report))
            return null;
        Append(new Acknowledged(number), durable: false);
        Dequeue(number);
        if (waiting.Count == 0 && file.Length > FreshAbove)
            StartAfresh();
        return report;
    }

    public void Dispose() => file.Dispose();

    private FileStream OpenFile() => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    private void Append(OutboxLine line, bool durable)
    {
        var start = file.Position;
        try
        {
            file.Write(line.ToBytes());
            if (durable)
                DurableFile.Sync(file);
        }
        catch (IOException)
        {
            // A full disk may have taken half of the line: take it back, or the next line would stand behind it unreadable.
            file.SetLength(start);
            file.Position = start;
            throw;
        }
    }

    private void StartAfresh()
    {
        DurableFile.Write(path, fresh => fresh.Write(new NumbersTaken(last).ToBytes()));
        file.Dispose();
        file = OpenFile();
        file.Seek(0, SeekOrigin.End);
    }

    private void Read()
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = 0;
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
                break;
            if (Line(bytes.AsSpan(start, length)) is { } line)
            {
                if (whole != start)
                    throw Damaged(whole);
                Apply(line);
                whole = start + length + 1;
            }
            start += length + 1;
        }
        // What follows the last whole line was being written when the process was killed, so nobody was told that it is kept.
        file.SetLength(whole);
        file.Position = whole;
    }

    private void Apply(OutboxLine line)
    {
        switch (line)
        {
            case KeptReport kept:
                Enqueue(new Report(agent, kept.Number, kept.Lease, kept.Fact, kept.Run));
                break;
            case Acknowledged acknowledged:
                Dequeue(acknowledged.Number);
                break;
            case NumbersTaken counted:
                last = Math.Max(last, counted.Number);
                break;
        }
    }

    private void Enqueue(Report report)
    {
        waiting.Add(report.Number, report);
        waitingOf[report.Lease] = waitingOf.GetValueOrDefault(report.Lease) + 1;
        last = Math.Max(last, report.Number);
    }

    private void Dequeue(long number)
    {
        if (!waiting.Remove(number, out var report))
            return;
        if (--waitingOf[report.Lease] == 0)
            waitingOf.Remove(report.Lease);
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
