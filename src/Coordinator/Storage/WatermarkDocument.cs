using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>How far into the journal a database is: one document, <c>{ _id: 1, v, sequence }</c>.</summary>
internal static class WatermarkDocument
{
    /// <summary>Sequence of the last journal entry that is projected; 0 for an empty database.</summary>
    public static long Sequence(LiteDatabase database) => Document(database)?["sequence"].AsInt64 ?? 0;

    /// <summary>The version of the database's documents; null where it has none yet.</summary>
    public static int? Version(LiteDatabase database) => Document(database)?["v"].AsInt32;

    public static void Write(LiteDatabase database, long sequence) =>
        database.GetCollection(Schema.Projected).Upsert(new BsonDocument { ["_id"] = 1, ["v"] = Schema.Version, ["sequence"] = sequence });

    private static BsonDocument? Document(LiteDatabase database) => database.GetCollection(Schema.Projected).FindById(1);
}
