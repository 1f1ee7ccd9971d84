using LiteDB;
using LiteDB.Engine;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// LiteDB's engine with everything but questions taken away. Its SQL knows no other way to the data than these methods, so nothing that
/// is written in it can change the database. LiteDB's system collections are refused as well: <c>$file</c> reads and writes any file,
/// and <c>$query</c> runs another statement past this door.
/// </summary>
internal sealed class ReadOnlyEngine(ILiteEngine engine) : ILiteEngine
{
    public IBsonDataReader Query(string collection, Query query)
    {
        if (query.Into is not null)
            throw Refused("SELECT … INTO");
        return Schema.Collections.Contains(collection)
            ? engine.Query(collection, query)
            : throw new BadInputException(
                $"There is no collection '{collection}' to ask; {NearestWord.Remedy(collection, Schema.Collections)}");
    }

    public BsonValue Pragma(string name) => engine.Pragma(name);

    public int Insert(string collection, IEnumerable<BsonDocument> docs, BsonAutoId autoId) => throw Refused("INSERT");
    public int Update(string collection, IEnumerable<BsonDocument> docs) => throw Refused("UPDATE");
    public int UpdateMany(string collection, BsonExpression transform, BsonExpression predicate) => throw Refused("UPDATE");
    public int Upsert(string collection, IEnumerable<BsonDocument> docs, BsonAutoId autoId) => throw Refused("UPDATE");
    public int Delete(string collection, IEnumerable<BsonValue> ids) => throw Refused("DELETE");
    public int DeleteMany(string collection, BsonExpression predicate) => throw Refused("DELETE");
    public bool DropCollection(string name) => throw Refused("DROP COLLECTION");
    public bool RenameCollection(string name, string newName) => throw Refused("RENAME COLLECTION");
    public bool EnsureIndex(string collection, string name, BsonExpression expression, bool unique) => throw Refused("CREATE INDEX");
    public bool DropIndex(string collection, string name) => throw Refused("DROP INDEX");
    public int Checkpoint() => throw Refused("CHECKPOINT");
    public long Rebuild(RebuildOptions options) => throw Refused("REBUILD");
    public bool Pragma(string name, BsonValue value) => throw Refused("PRAGMA");
    public bool BeginTrans() => throw Refused("BEGIN");
    public bool Commit() => throw Refused("COMMIT");
    public bool Rollback() => throw Refused("ROLLBACK");

    /// <summary>The engine is somebody else's.</summary>
    public void Dispose()
    {
    }

    private static BadInputException Refused(string statement) =>
        new($"{statement} is refused: 'sweep query' only reads, and results change through the journal alone. " +
        $"Ask with SELECT … FROM {string.Join('|', Schema.Collections)}.");
}
