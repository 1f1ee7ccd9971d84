using System.Collections.Concurrent;
using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>Writes batches. Runs on the thread of <see cref="ResultsDatabase"/>.</summary>
internal static class ProjectionWriter
{
    /// <summary>LiteDB never gives back the memory of its largest transaction.</summary>
    private const int MostDocuments = 5_000;

    /// <summary>
    /// Writes the batch and the watermark in one transaction. A batch that the database has already passed is left out, and one that
    /// leaves a gap is refused.
    /// </summary>
    /// <param name="leftOut">Told of every document that the database cannot keep: the others are written nevertheless.</param>
    /// <param name="followed">Whether nothing of the journal is left out; asked when all that is left out of the batch was told.</param>
    public static bool Write(
        ResultsFile database, ProjectionBatch batch, Action<LeftOutDocument>? leftOut = null, Func<bool>? followed = null)
    {
        var watermark = WatermarkDocument.Sequence(database);
        if (batch.Upto <= watermark)
            return false;
        if (batch.After > watermark)
            throw new InvalidDataException(FormattableString.Invariant(
                $"The results database is at entry {watermark} of the journal and was given what follows {batch.After}."));
        database.BeginTrans();
        try
        {
            Upsert(database, Schema.Trials, batch.Trials.Select(trial => TrialDocument.Of(trial.Row, trial.Order)), leftOut);
            Upsert(database, Schema.Runs, batch.Runs.Select(RunDocument.Of), leftOut);
            Upsert(database, Schema.Epochs, batch.Epochs.Select(EpochDocument.Of), leftOut);
            Upsert(database, Schema.Agents, batch.Agents.Select(AgentDocument.Of), leftOut);
            Upsert(database, Schema.Sweeps, batch.Sweeps.Select(SweepDocument.Of), leftOut);
            WatermarkDocument.Write(database, batch.Upto);
            FollowedDocument.Write(database, batch.Upto, followed?.Invoke() == true);
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

    /// <summary>
    /// Writes the first batches that wait, one at least and others up to <see cref="MostDocuments"/>, later documents over earlier ones, in
    /// one transaction.
    /// </summary>
    /// <returns>False where none waits.</returns>
    public static bool WriteSome(
        ResultsFile database, ConcurrentQueue<ProjectionBatch> waiting, Action<LeftOutDocument> leftOut, Func<bool>? followed = null)
    {
        var (batches, documents) = (new List<ProjectionBatch>(), 0);
        while ((batches.Count == 0 || documents < MostDocuments) && waiting.TryDequeue(out var batch))
        {
            batches.Add(batch);
            documents += batch.Documents;
        }
        return batches.Count > 0 && Write(database, ProjectionBatch.Merge(batches), leftOut, followed);
    }

    /// <summary>Writes epochs ahead of the batch that moves the watermark past them.</summary>
    public static int WriteEpochs(LiteDatabase database, IReadOnlyList<CurvePoint> epochs) =>
        database.GetCollection(Schema.Epochs).Upsert(epochs.Select(EpochDocument.Of));

    /// <summary>LiteDB takes back a whole transaction for one document that it refuses, so that is asked before.</summary>
    private static void Upsert(
        LiteDatabase database, string collection, IEnumerable<BsonDocument> documents, Action<LeftOutDocument>? leftOut) =>
        database.GetCollection(collection).Upsert(documents.Where(document =>
        {
            if (LeftOutDocument.Of(collection, document) is not { } refused)
                return true;
            leftOut?.Invoke(refused);
            return false;
        }));
}
