using System.Text;
using LiteDB;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// A document that follows from the journal and that LiteDB cannot keep. The journal has all of it; questions do not see it.
/// </summary>
/// <param name="Why">One sentence.</param>
internal sealed record LeftOutDocument(string Collection, string Id, string Why)
{
    /// <summary>LiteDB's limit for a key of an index, its type and length included.</summary>
    private const int MostKeyBytes = 1023;

    /// <summary>What LiteDB adds to the bytes of a text.</summary>
    private const int KeyOverhead = 2;

    /// <summary>LiteDB's limit for a document: 2,047 pages of 8,150 bytes.</summary>
    private const int MostDocumentBytes = 2047 * 8150;

    private const int ManyAttempts = 1000;
    private const int ShownOfId = 80;

    /// <returns>Null where the document can be kept.</returns>
    public static LeftOutDocument? Of(string collection, BsonDocument document)
    {
        foreach (var key in Schema.KeysOf(collection))
        {
            if (document[key] is { IsString: true } text && Encoding.UTF8.GetByteCount(text.AsString) + KeyOverhead > MostKeyBytes)
                return new(collection, Shown(document),
                    $"Its {(key == "_id" ? "name" : key)} has {text.AsString.Length} characters, " +
                    "which is more than the results database can look up.");
        }
        // Only these grow with what people write and with what went wrong; to weigh every document costs as much as to write it.
        if (collection != Schema.Sweeps && !(collection == Schema.Runs && IsLarge(document["attempts"].AsArray.Count)))
            return null;
        var bytes = BsonSerializer.Serialize(document).Length;
        return bytes <= MostDocumentBytes
            ? null
            : new(collection, Shown(document), FormattableString.Invariant(
                $"It has {bytes} bytes, and the results database keeps at most {MostDocumentBytes}."));
    }

    /// <summary>Whether a run with so many attempts may be more than the database can keep.</summary>
    public static bool IsLarge(int attempts) => attempts > ManyAttempts;

    /// <summary>For a person.</summary>
    public override string ToString() =>
        $"{Collection}/{Id} is left out of the results database. {Why} Nothing of it is lost: the journal has it.";

    private static string Shown(BsonDocument document)
    {
        var id = document["_id"].AsString;
        return Experiments.Sweeps.Texts.Plain(id.Length <= ShownOfId ? id : id[..ShownOfId] + "…");
    }
}
