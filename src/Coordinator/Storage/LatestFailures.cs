using System.Collections.Immutable;
using LiteDB;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>The latest attempts that did not end well, from the state, where that may be read, or from the documents.</summary>
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
            if (state.Lease(new(number)) is { Outcome: { } outcome } lease && EndedBadly(outcome))
                found.Add(lease);
        }
        return [.. found.OrderByDescending(lease => lease.EndedAt).Select(View)];
    }

    /// <summary>The same from a database that nothing is left out of.</summary>
    public static ImmutableArray<FailureView> Of(LiteDatabase database)
    {
        var (last, found) = (0L, new List<(long Lease, DateTimeOffset? EndedAt, FailureView View)>());
        foreach (var run in database.GetCollection(Schema.Runs).FindAll())
        {
            foreach (var attempt in run["attempts"].AsArray.Select(value => value.AsDocument))
            {
                var lease = attempt["lease"].AsInt64;
                last = Math.Max(last, lease);
                if (attempt.Text("outcome") is { } outcome && EndedBadly(Bson.Named<Outcome>(outcome)))
                    found.Add((lease, attempt.InstantIfAny("endedAt"), View(run, attempt)));
            }
        }
        return [.. found.Where(failure => failure.Lease > last - Leases).OrderByDescending(failure => failure.Lease).Take(Most)
            .OrderByDescending(failure => failure.EndedAt).Select(failure => failure.View)];
    }

    private static bool EndedBadly(Outcome outcome) => outcome.IsFailure() || outcome == Outcome.AgentLost;

    private static FailureView View(BsonDocument run, BsonDocument attempt)
    {
        var read = AttemptDocument.Read(new(run["_id"].AsString), attempt);
        return new(
            read.EndedAt ?? read.GrantedAt, run["sweep"].AsString, read.Run, run.Parameters(), read.Agent, read.Slot, read.Number,
            read.Outcome!.Value, read.Detail, Bson.Named<TrialState>(run["state"].AsString));
    }

    private static FailureView View(LeaseState lease) => new(
        lease.EndedAt ?? lease.GrantedAt, lease.Run.Sweep.Name, lease.Run.Id, lease.Run.Run.Parameters,
        lease.Agent, lease.Slot, lease.Attempt,
        lease.Outcome!.Value, lease.Detail, StateRecords.StateOf(lease.Run));
}
