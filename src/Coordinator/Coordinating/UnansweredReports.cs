using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Coordinating;

/// <summary>
/// Leases whose reports get no answer, because what must come before them has not come. An agent sends in order and again, so that
/// after a while it is clear that it never will: the journal knows less than the agent was once told.
/// </summary>
internal sealed class UnansweredReports(TimeSpan patience)
{
    private readonly Dictionary<LeaseId, TimeSpan> since = [];

    public void Answered(LeaseId lease) => since.Remove(lease);

    /// <summary>Notes a report without an answer.</summary>
    /// <param name="now">Monotonic.</param>
    /// <returns>Whether the lease has had no answer for so long that it is given up.</returns>
    public bool IsHopeless(LeaseId lease, TimeSpan now)
    {
        if (since.TryAdd(lease, now))
            return false;
        return now - since[lease] >= patience;
    }
}
