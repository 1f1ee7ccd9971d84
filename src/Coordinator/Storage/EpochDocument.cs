using LiteDB;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>One epoch of a run in the results database: a point of its curve, with its checkpoint.</summary>
internal static class EpochDocument
{
    public static BsonDocument Of(CurvePoint epoch)
    {
        var document = new BsonDocument
        {
            ["_id"] = IdOf(epoch.Run, epoch.Metrics.Epoch),
            ["v"] = Schema.Version,
            ["run"] = epoch.Run.Value,
            ["epoch"] = epoch.Metrics.Epoch,
            ["lease"] = epoch.Lease.Number,
            ["at"] = Bson.Instant(epoch.At),
        }
        .WithMetrics(epoch.Metrics.Values)
        .WithNumber("seconds", epoch.Metrics.Seconds);
        if (epoch.Metrics.DivergedByRule)
            document["diverged"] = true;
        if (epoch.Checkpoint is { } checkpoint)
            document["checkpoint"] = new BsonDocument { ["sha256"] = checkpoint.Sha256, ["bytes"] = checkpoint.Bytes };
        return document;
    }

    public static EpochOrigin Origin(BsonDocument document) => new(
        document["epoch"].AsInt32,
        new(document["lease"].AsInt64),
        document["checkpoint"] is BsonDocument checkpoint
            ? new(document["epoch"].AsInt32, checkpoint["sha256"].AsString, checkpoint["bytes"].AsInt64)
            : null);

    public static string IdOf(RunId run, int epoch) => FormattableString.Invariant($"{run.Value}/{epoch:D7}");

    public static EpochMetrics Metrics(BsonDocument document) =>
        new(document["epoch"].AsInt32, document.Metrics(), document.Number("seconds") ?? double.NaN)
        {
            DivergedByRule = document.ContainsKey("diverged"),
        };
}
