using LiteDB;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>A run in the results database: who tried it, what came of it, and where and with what it was trained.</summary>
internal static class RunDocument
{
    public static BsonDocument Of(StoredRun run) => new BsonDocument
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
        ["attempts"] = new BsonArray(run.Attempts.Select(AttemptDocument.Of)),
    }
    .WithText("cause", run.Cause)
    .WithProvenance(run.Provenance);

    /// <summary>Every attempt to train the run, in the order granted.</summary>
    public static IEnumerable<Attempt> Attempts(BsonDocument document)
    {
        var run = new Experiments.Trials.RunId(document["_id"].AsString);
        return document["attempts"].AsArray.Select(attempt => AttemptDocument.Read(run, attempt.AsDocument));
    }
}
