using LiteDB;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

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
        }.WithParameters(run.Parameters.Values);
        document["epochs"] = run.Epochs;
        document["trained"] = run.Trained;
        document["attempts"] = new BsonArray(run.Attempts.Select(AttemptDocument.Of));
        return document.WithText("cause", run.Cause).WithProvenance(run.Provenance);
    }

    /// <summary>Every attempt to train the run, in the order granted.</summary>
    public static IEnumerable<Attempt> Attempts(BsonDocument document)
    {
        var run = new Experiments.Trials.RunId(document["_id"].AsString);
        return document["attempts"].AsArray.Select(attempt => AttemptDocument.Read(run, attempt.AsDocument));
    }
}
