using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>A run in the results database: who tried it, what came of it, and where and with what it was trained.</summary>
internal static class RunDocument
{
    public static BsonDocument Of(StoredRun run)
    {
        var document = new BsonDocument
        {
            ["_id"] = run.Run.Value,
            ["v"] = Schema.Version,
            ["sweep"] = run.Sweep,
            ["state"] = run.State,
            ["lr"] = run.Parameters.LearningRate,
            ["weightDecay"] = run.Parameters.WeightDecay,
            ["batchSize"] = run.Parameters.BatchSize,
            ["seed"] = run.Parameters.Seed,
            ["epochs"] = run.Epochs,
            ["trained"] = run.Trained,
            ["attempts"] = new BsonArray(run.Attempts.Select(Attempt)),
        }.WithText("cause", run.Cause);
        if (run.Provenance is { } provenance)
            document["provenance"] = new BsonDocument
            {
                ["datasetFingerprint"] = provenance.DatasetFingerprint,
                ["device"] = provenance.Device,
                ["deviceModel"] = provenance.DeviceModel,
                ["libtorch"] = provenance.Libtorch,
                ["program"] = provenance.Program,
                ["precision"] = Bson.Name(provenance.Precision),
                ["driver"] = provenance.Driver,
            };
        return document;
    }

    private static BsonDocument Attempt(AttemptRecord attempt) => new BsonDocument
    {
        ["lease"] = attempt.Lease.Number,
        ["attempt"] = attempt.Attempt,
        ["agent"] = attempt.Agent,
        ["slot"] = attempt.Slot,
        ["fromEpoch"] = attempt.FromEpoch,
        ["toEpoch"] = attempt.ToEpoch,
        ["grantedAt"] = Bson.Instant(attempt.GrantedAt),
    }
    .WithText("endedAt", attempt.EndedAt is { } ended ? Bson.Instant(ended) : null)
    .WithText("outcome", attempt.Outcome is { } outcome ? Bson.Name(outcome) : null)
    .WithText("detail", attempt.Detail.Length > 0 ? attempt.Detail : null);
}
