using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Watches over active leases: each lives for one period after the last sign of life. Volatile: after a restart every active lease
/// gets a full period for its agent to come back. Time is monotonic and given from outside, so a changed wall clock ends no lease.
/// </summary>
internal sealed class LeaseClock(TimeSpan period)
{
    private readonly Dictionary<LeaseId, Watched> watched = [];
    private readonly HashSet<string> spared = [];
    private TimeSpan lastLook;

    /// <summary>How often <see cref="Expired"/> is to be asked.</summary>
    public TimeSpan LookEvery => period / 10;

    /// <summary>Begins to watch the leases that a replay left active.</summary>
    public void Start(IEnumerable<LeaseState> active, TimeSpan now)
    {
        lastLook = now;
        foreach (var lease in active)
            watched[lease.Id] = Watched.From(lease.Agent, now, period);
    }

    /// <summary>Keeps in step with the journal.</summary>
    public void Follow(JournalEvent e, TimeSpan now)
    {
        if (e is LeaseGranted granted)
            watched[granted.Lease] = Watched.From(granted.Agent, now, period);
        else if (e is LeaseEnded ended)
            watched.Remove(ended.Lease);
    }

    /// <summary>A sign of life. Nothing happens if the lease is over: silence cannot be taken back.</summary>
    public void Heard(LeaseId lease, TimeSpan now)
    {
        if (watched.TryGetValue(lease, out var known))
            watched[lease] = Watched.From(known.Agent, now, period);
    }

    /// <summary>
    /// The leases whose period has passed in silence. A coordinator that did not look for half a period was itself asleep or
    /// starved, heard nobody for that reason, and gives everyone a full period. Where most agents fell silent together, it is rather the
    /// coordinator's own link than so many machines, and each gets one more period.
    /// </summary>
    public IReadOnlyList<SilentLease> Expired(TimeSpan now)
    {
        var slept = now - lastLook > period / 2;
        lastLook = now;
        if (slept)
        {
            foreach (var (lease, known) in watched.ToList())
                watched[lease] = known with { Deadline = now + period };
            return [];
        }
        Spare(now);
        return
        [
            .. watched.Where(entry => entry.Value.Deadline <= now)
                .Select(entry => new SilentLease(entry.Key, now - entry.Value.HeardAt))
                .Order(ByNumber),
        ];
    }

    /// <summary>Agents that got one more period, since they were last asked for: most fell silent together.</summary>
    public IReadOnlyList<string> TakeSpared()
    {
        string[] taken = [.. spared.Order(StringComparer.Ordinal)];
        spared.Clear();
        return taken;
    }

    private void Spare(TimeSpan now)
    {
        var first = watched.Values.Where(lease => lease.Deadline <= now && !lease.Spared).Select(lease => (TimeSpan?)lease.HeardAt).Min();
        if (first is not { } since)
            return;
        // Heartbeats come three to a period: whoever fell silent within half of one fell silent together.
        bool FellSilent(Watched lease) =>
            lease.HeardAt >= since && lease.HeardAt <= since + (period / 2) && now - lease.HeardAt > period / 2;
        var silent = watched.Values.Where(FellSilent).Select(lease => lease.Agent).ToHashSet();
        var all = watched.Values.Select(lease => lease.Agent).Distinct().Count();
        if (silent.Count < 2 || 2 * silent.Count <= all)
            return;
        foreach (var (lease, known) in watched.Where(entry => FellSilent(entry.Value) && !entry.Value.Spared).ToList())
        {
            watched[lease] = known with { Deadline = known.Deadline + period, Spared = true };
            spared.Add(known.Agent);
        }
    }

    /// <param name="HeardAt">The last sign of life, or the grant.</param>
    /// <param name="Spared">Whether this silence has had its one more period.</param>
    private readonly record struct Watched(string Agent, TimeSpan HeardAt, TimeSpan Deadline, bool Spared)
    {
        public static Watched From(string agent, TimeSpan now, TimeSpan period) => new(agent, now, now + period, false);
    }

    private static readonly Comparer<SilentLease> ByNumber = Comparer<SilentLease>.Create((a, b) => a.Id.Number.CompareTo(b.Id.Number));
}

/// <param name="Silence">How long nothing was heard about it.</param>
internal readonly record struct SilentLease(LeaseId Id, TimeSpan Silence);
