using LiteDB;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Storage;

/// <summary>Holds every document of a results database against the one that follows from the journal, bit for bit.</summary>
internal sealed class DocumentComparison(ExpectedDocuments expected)
{
    private static readonly string[] Collections = [Schema.Sweeps, Schema.Trials, Schema.Runs, Schema.Epochs, Schema.Agents];
    private readonly List<DocumentDifference> differences = [];

    public IReadOnlyList<DocumentDifference> Differences => differences;

    /// <summary>How many were compared.</summary>
    public int Documents { get; private set; }

    /// <param name="state">At the database's watermark.</param>
    /// <param name="end">At the journal's end: a catch-up that was broken off has written epochs ahead of the watermark.</param>
    public void Compare(LiteDatabase database, CoordinatorState state, CoordinatorState end, ExpectedDocuments expectedAtEnd)
    {
        foreach (var collection in Collections)
        {
            var ahead = collection == Schema.Epochs && end != state ? expectedAtEnd.Of(collection, end) : [];
            Compare(database, collection, expected.Of(collection, state), ahead);
        }
    }

    private void Compare(
        LiteDatabase database, string collection,
        Dictionary<string, Func<BsonDocument>> documents, Dictionary<string, Func<BsonDocument>> ahead)
    {
        foreach (var found in database.GetCollection(collection).FindAll())
        {
            var id = found["_id"].IsString ? found["_id"].AsString : found["_id"].ToString();
            Documents++;
            if (documents.Remove(id, out var document) || ahead.TryGetValue(id, out document))
                Compare(collection, id, document(), found);
            else
                differences.Add(new(DifferenceKind.Unexpected, collection, id, "The journal knows nothing of this document."));
        }
        differences.AddRange(documents.Select(missing => LeftOutDocument.Of(collection, missing.Value()) is { } leftOut
            ? new DocumentDifference(DifferenceKind.LeftOut, collection, leftOut.Id, leftOut.Why)
            : new DocumentDifference(DifferenceKind.Missing, collection, missing.Key, "The document is not there.")));
    }

    private void Compare(string collection, string id, BsonDocument expected, BsonDocument found)
    {
        if (Bytes(expected).AsSpan().SequenceEqual(Bytes(found)))
            return;
        var fields = expected.Keys.Union(found.Keys).Where(field => !Same(expected[field], found[field])).ToList();
        differences.Add(new(DifferenceKind.Changed, collection, id, fields.Count == 0
            ? "Its fields are in another order."
            : $"Its field '{fields[0]}' is {Text(found, fields[0])}, but {Text(expected, fields[0])} by the journal."));
    }

    private static bool Same(BsonValue one, BsonValue other) =>
        Bytes(new() { ["value"] = one }).AsSpan().SequenceEqual(Bytes(new() { ["value"] = other }));

    private static byte[] Bytes(BsonDocument document) => BsonSerializer.Serialize(document);

    private static string Text(BsonDocument document, string field)
    {
        const int Most = 80;
        if (!document.ContainsKey(field))
            return "not there";
        var text = document[field].ToString();
        return text.Length <= Most ? text : text[..Most] + "…";
    }
}
