using LiteDB;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>One attempt inside the document of its run.</summary>
internal static class AttemptDocument
{
    public static BsonDocument Of(Attempt attempt) => new BsonDocument
    {
        ["lease"] = attempt.Lease.Number,
        ["attempt"] = attempt.Number,
        ["agent"] = attempt.Agent,
        ["slot"] = attempt.Slot,
        ["fromEpoch"] = attempt.FromEpoch,
        ["toEpoch"] = attempt.ToEpoch,
        ["grantedAt"] = Bson.Instant(attempt.GrantedAt),
    }
    .WithInstant("startedAt", attempt.StartedAt)
    .WithInstant("endedAt", attempt.EndedAt)
    .WithText("outcome", attempt.Outcome is { } outcome ? Bson.Name(outcome) : null)
    .WithText("detail", attempt.Detail.Length > 0 ? attempt.Detail : null)
    .WithProvenance(attempt.Provenance);

    public static Attempt Read(RunId run, BsonDocument document) => new(
        new(document["lease"].AsInt64), run, document["agent"].AsString, document["slot"].AsInt32, document["attempt"].AsInt32,
        document["fromEpoch"].AsInt32, document["toEpoch"].AsInt32,
        document.Instant("grantedAt"), document.InstantIfAny("startedAt"), document.InstantIfAny("endedAt"),
        document.Text("outcome") is { } outcome ? Bson.Named<Outcome>(outcome) : null,
        document.Text("detail") ?? "", ProvenanceDocument.Read(document));
}
