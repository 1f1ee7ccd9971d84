using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Watches over active leases: each lives for one period after the last sign of life. Volatile: after a restart every active lease
/// gets a full period for its agent to come back. Time is monotonic and given from outside, so a changed wall clock ends no lease.
/// </summary>
internal sealed class LeaseClock(TimeSpan period)
{
    private readonly Dictionary<LeaseId, TimeSpan> deadlines = [];
    private TimeSpan lastLook;

    public TimeSpan Period => period;

    /// <summary>How often <see cref="Expired"/> is to be asked.</summary>
    public TimeSpan LookEvery => period / 10;

    /// <summary>Begins to watch the leases that a replay left active.</summary>
    public void Start(IEnumerable<LeaseState> active, TimeSpan now)
    {
        lastLook = now;
        foreach (var lease in active)
            deadlines[lease.Id] = now + period;
    }

    /// <summary>Keeps in step with the journal.</summary>
    public void Follow(JournalEvent e, TimeSpan now)
    {
        if (e is LeaseGranted granted)
            deadlines[granted.Lease] = now + period;
        else if (e is LeaseEnded ended)
            deadlines.Remove(ended.Lease);
    }

    /// <summary>A sign of life. Nothing happens if the lease is over: silence cannot be taken back.</summary>
    public void Heard(LeaseId lease, TimeSpan now)
    {
        if (deadlines.ContainsKey(lease))
            deadlines[lease] = now + period;
    }

    /// <summary>The lease's agent has left the cluster: it gets half a period to come back.</summary>
    public void Shorten(LeaseId lease, TimeSpan now)
    {
        if (deadlines.TryGetValue(lease, out var deadline) && deadline > now + (period / 2))
            deadlines[lease] = now + (period / 2);
    }

    /// <summary>
    /// The leases whose period has passed in silence. A coordinator that did not look for half a period was itself asleep or
    /// starved, heard nobody for that reason, and gives everyone a full period.
    /// </summary>
    public IReadOnlyList<LeaseId> Expired(TimeSpan now)
    {
        var slept = now - lastLook > period / 2;
        lastLook = now;
        if (slept)
        {
            foreach (var lease in deadlines.Keys.ToList())
                deadlines[lease] = now + period;
            return [];
        }
        return [.. deadlines.Where(entry => entry.Value <= now).Select(entry => entry.Key).Order(ByNumber)];
    }

    private static readonly Comparer<LeaseId> ByNumber = Comparer<LeaseId>.Create((a, b) => a.Number.CompareTo(b.Number));
}
