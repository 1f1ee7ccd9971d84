using LiteDB;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// By which program the database was brought to its watermark with nothing of the journal left out: one document beside the watermark's,
/// <c>{ _id: 2, v, sequence, program }</c>. That program need not follow the journal again to know that it can. A program that does not
/// know this document moves the watermark past it.
/// </summary>
internal static class FollowedDocument
{
    private const int Id = 2;

    /// <summary>Whether this program followed the whole of a journal that ends at <paramref name="sequence"/>.</summary>
    public static bool Upto(LiteDatabase database, long sequence) =>
        WatermarkDocument.Sequence(database) == sequence && Says(database, sequence);

    /// <summary>Says so, or takes it back.</summary>
    public static void Write(LiteDatabase database, long sequence, bool followed)
    {
        if (!followed)
            database.GetCollection(Schema.Projected).Delete(Id);
        else if (!Says(database, sequence))
            database.GetCollection(Schema.Projected).Upsert(new BsonDocument
            {
                ["_id"] = Id,
                ["v"] = Schema.Version,
                ["sequence"] = sequence,
                ["program"] = ProgramVersion.Text,
            });
    }

    private static bool Says(LiteDatabase database, long sequence) =>
        database.GetCollection(Schema.Projected).FindById(Id) is { } document
            && document["sequence"].AsInt64 == sequence && document["program"].AsString == ProgramVersion.Text;
}
