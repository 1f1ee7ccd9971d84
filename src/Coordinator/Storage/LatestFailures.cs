using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>The latest attempts that did not end well. Reads the state, so only where that may be read.</summary>
internal static class LatestFailures
{
    private const int Most = 20;

    /// <summary>How many leases are looked through: enough for hours, and no more work in a large home than in a small one.</summary>
    private const int Leases = 20_000;

    /// <returns>Newest first.</returns>
    public static ImmutableArray<FailureView> Of(CoordinatorState state)
    {
        var found = new List<LeaseState>();
        for (var number = state.LastLease.Number; number > Math.Max(0, state.LastLease.Number - Leases) && found.Count < Most; number--)
        {
            if (state.Lease(new(number)) is { Outcome: { } outcome } lease && (outcome.IsFailure() || outcome == Outcome.AgentLost))
                found.Add(lease);
        }
        return [.. found.OrderByDescending(lease => lease.EndedAt).Select(View)];
    }

    private static FailureView View(LeaseState lease) => new(
        lease.EndedAt ?? lease.GrantedAt, lease.Run.Sweep.Name, lease.Run.Id, lease.Run.Run.Parameters,
        lease.Agent, lease.Slot, lease.Attempt,
        lease.Outcome!.Value, lease.Detail, StateRecords.StateOf(lease.Run));
}
