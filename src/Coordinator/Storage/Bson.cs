using System.Globalization;
using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// How values stand in documents. LiteDB orders not-a-number before every number, lets it pass "less than" filters and stops with an
/// overflow on infinities, so a number that is not finite is left out of its field and kept as text under <c>notFinite</c>: then it is
/// null, which a query can tell from a number. Instants are ISO 8601 text in UTC, because LiteDB's dates end at milliseconds.
/// </summary>
internal static class Bson
{
    private const string NotFinite = "notFinite";

    public static BsonDocument WithNumber(this BsonDocument document, string field, double? value)
    {
        if (value is not { } number)
            return document;
        if (double.IsFinite(number))
        {
            document[field] = number;
            return document;
        }
        if (!document.ContainsKey(NotFinite))
            document[NotFinite] = new BsonDocument();
        document[NotFinite].AsDocument[field] = number.ToString(CultureInfo.InvariantCulture);
        return document;
    }

    public static BsonDocument WithText(this BsonDocument document, string field, string? value)
    {
        if (value is not null)
            document[field] = value;
        return document;
    }

    public static BsonDocument WithInstant(this BsonDocument document, string field, DateTimeOffset? at) =>
        document.WithText(field, at is { } instant ? Instant(instant) : null);

    public static double? Number(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? value.AsDouble
        : document.TryGetValue(NotFinite, out var others) && others.AsDocument.TryGetValue(field, out var text)
            ? double.Parse(text.AsString, CultureInfo.InvariantCulture)
        : null;

    /// <summary>The names of all numbers of a document that has nothing else.</summary>
    public static IEnumerable<string> NumberFields(BsonDocument document) => document.TryGetValue(NotFinite, out var others)
        ? document.Keys.Where(field => field != NotFinite).Concat(others.AsDocument.Keys)
        : document.Keys;

    public static string? Text(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? value.AsString : null;

    public static int? Integer(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? value.AsInt32 : null;

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(this BsonDocument document, string field) =>
        DateTimeOffset.Parse(document[field].AsString, CultureInfo.InvariantCulture);

    public static DateTimeOffset? InstantIfAny(this BsonDocument document, string field) =>
        document.ContainsKey(field) ? document.Instant(field) : null;

    /// <summary>Enumerations are lower-case-first text, as in JSON.</summary>
    public static string Name<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T Named<T>(string name) where T : struct, Enum => Enum.Parse<T>(name, ignoreCase: true);
}
