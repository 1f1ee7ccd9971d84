using System.Collections.Concurrent;
using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>Writes batches. Runs on the thread of <see cref="ResultsDatabase"/>.</summary>
internal static class ProjectionWriter
{
    /// <summary>
    /// Writes the batch and the watermark in one transaction. A batch that the database has already passed is left out, and one that
    /// leaves a gap is refused.
    /// </summary>
    public static bool Write(ResultsFile database, ProjectionBatch batch)
    {
        var watermark = Schema.Watermark(database);
        if (batch.Upto <= watermark)
            return false;
        if (batch.After > watermark)
            throw new InvalidDataException(FormattableString.Invariant($"The results database is at entry {watermark} of the journal and was given what follows {batch.After}."));
        database.BeginTrans();
        try
        {
            Upsert(database, Schema.Trials, batch.Trials.Select(trial => TrialDocument.Of(trial.Row, trial.Order)));
            Upsert(database, Schema.Runs, batch.Runs.Select(RunDocument.Of));
            Upsert(database, Schema.Epochs, batch.Epochs.Select(EpochDocument.Of));
            Upsert(database, Schema.Agents, batch.Agents.Select(AgentDocument.Of));
            Upsert(database, Schema.Sweeps, batch.Sweeps.Select(SweepDocument.Of));
            Schema.SetWatermark(database, batch.Upto);
            database.Commit();
            database.Trials.Changed(batch.Trials);
            return true;
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }

    /// <summary>Writes all batches that wait, later documents over earlier ones, in one transaction.</summary>
    public static bool WriteAll(ResultsFile database, ConcurrentQueue<ProjectionBatch> waiting)
    {
        var batches = new List<ProjectionBatch>();
        while (waiting.TryDequeue(out var batch))
            batches.Add(batch);
        return batches.Count > 0 && Write(database, ProjectionBatch.Merge(batches));
    }

    /// <summary>Writes epochs ahead of the batch that moves the watermark past them.</summary>
    public static int WriteEpochs(LiteDatabase database, IReadOnlyList<CurvePoint> epochs) =>
        database.GetCollection(Schema.Epochs).Upsert(epochs.Select(EpochDocument.Of));

    private static void Upsert(LiteDatabase database, string collection, IEnumerable<BsonDocument> documents) =>
        database.GetCollection(collection).Upsert(documents);
}
