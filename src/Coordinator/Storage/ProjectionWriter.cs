using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>Writes batches. Runs on the thread of <see cref="ResultsDatabase"/>.</summary>
internal static class ProjectionWriter
{
    /// <summary>
    /// Writes the batch and the watermark in one transaction. A batch that the database has already passed is left out, and one that
    /// leaves a gap is refused.
    /// </summary>
    public static bool Write(LiteDatabase database, ProjectionBatch batch)
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
            return true;
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }

    private static void Upsert(LiteDatabase database, string collection, IEnumerable<BsonDocument> documents) =>
        database.GetCollection(collection).Upsert(documents);
}
