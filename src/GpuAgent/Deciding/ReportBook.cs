using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// The reports that the coordinator does not have yet, in the order of their numbers, which rise for ever: all of them are on disk. Not
/// thread-safe.
/// </summary>
internal sealed class ReportBook
{
    /// <summary>Stands for the slots of an earlier process, of which nobody knows.</summary>
    private const int NoSlot = -1;

    private readonly SortedDictionary<long, (Report Report, int Slot)> waiting = [];
    private readonly Dictionary<LeaseId, int> waitingOf = [];
    private long last;

    /// <param name="kept">What an earlier process left.</param>
    /// <param name="last">The highest number ever used.</param>
    public ReportBook(IEnumerable<Report> kept, long last)
    {
        this.last = last;
        foreach (var report in kept)
            Add(report, null);
        FirstOwn = this.last + 1;
    }

    public int Count => waiting.Count;

    /// <summary>In the order of their numbers.</summary>
    public IEnumerable<Report> Waiting => waiting.Values.Select(kept => kept.Report);

    /// <summary>The same, each with the slot that it came from: one for all that an earlier process left.</summary>
    public IEnumerable<(Report Report, int Slot)> WaitingOfSlots => waiting.Values;

    /// <summary>The leases that reports wait for.</summary>
    public IReadOnlyCollection<LeaseId> Leases => waitingOf.Keys;

    /// <summary>Reports with lower numbers were left by an earlier process.</summary>
    public long FirstOwn { get; private set; }

    /// <summary>Whether reports of an earlier process still wait.</summary>
    public bool HasInherited => waiting.Count > 0 && waiting.First().Key < FirstOwn;

    public bool HoldsReportsOf(LeaseId lease) => waitingOf.ContainsKey(lease);

    /// <summary>The leases of an earlier process whose end nobody has reported, each with its run.</summary>
    public IReadOnlyList<(LeaseId Lease, RunId? Run)> LeftWithoutEnd() =>
    [
        .. Waiting.GroupBy(report => report.Lease)
            .Where(reports => !reports.Any(report => report.Fact is RunEnded))
            .Select(reports => (reports.Key, reports.First().Run)),
    ];

    /// <summary>A report with the next number, to be noted.</summary>
    public Report Next(string agent, LeaseId lease, RunId? run, Fact fact) => new(agent, ++last, lease, fact, run);

    /// <summary>What was numbered so far counts as an earlier process's.</summary>
    public void AllSoFarIsInherited() => FirstOwn = last + 1;

    /// <summary>The report is on disk.</summary>
    /// <param name="slot">Where it came from; null where that is not known any more.</param>
    public void Add(Report report, int? slot)
    {
        waiting.Add(report.Number, (report, slot ?? NoSlot));
        waitingOf[report.Lease] = waitingOf.GetValueOrDefault(report.Lease) + 1;
        last = Math.Max(last, report.Number);
    }

    /// <summary>The report is not on disk: its number is free again where no later one was given.</summary>
    public void Unwritten(Report report)
    {
        if (report.Number == last)
            last--;
    }

    /// <returns>The report; null where it does not wait.</returns>
    public Report? Remove(long number)
    {
        if (!waiting.Remove(number, out var kept))
            return null;
        var report = kept.Report;
        if (--waitingOf[report.Lease] == 0)
            waitingOf.Remove(report.Lease);
        return report;
    }
}
