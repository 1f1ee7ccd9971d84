using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Reads a whole collection in the order of its identities. LiteDB keeps every page that a query has touched until the query ends, up to
/// 800 MB of them, so a pass is many short queries, each from where the one before ended.
/// </summary>
internal static class OrderedPass
{
    /// <summary>Documents a query: enough that its own cost does not matter, and 16 MB where each is on a page of its own.</summary>
    private const int AtOnce = 2_000;

    public static IEnumerable<BsonDocument> Over(LiteDatabase database, string collection)
    {
        var documents = database.GetCollection(collection);
        var (last, found) = (BsonValue.MinValue, AtOnce);
        while (found == AtOnce)
        {
            found = 0;
            foreach (var document in documents.Find(Query.GT("_id", last), limit: AtOnce))
            {
                (last, found) = (document["_id"], found + 1);
                yield return document;
            }
        }
    }

    /// <summary>
    /// Whether it is the cheaper way to read what belongs to a part of the home: most of what would be read is of that part.
    /// </summary>
    /// <param name="part">How many trials, or runs, the part has.</param>
    /// <param name="all">How many there are, at least about.</param>
    public static bool IsWorthIt(int part, int all) => part > 0 && 2 * part >= all;
}
