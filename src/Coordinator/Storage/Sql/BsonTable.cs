using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using LiteDB;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>Documents as a table: a column for each field that one of them has, in the order in which they first appear.</summary>
internal static class BsonTable
{
    /// <summary>The column of answers that are values and no documents.</summary>
    private const string Bare = "value";

    public static ResultTable Of(IReadOnlyList<BsonValue> rows)
    {
        var documents = rows.Select(row => row.IsDocument ? row.AsDocument : new BsonDocument { [Bare] = row }).ToList();
        var names = documents.SelectMany(document => document.Keys).Distinct().ToList();
        ImmutableArray<ResultColumn> columns = [.. names.Select(name => new ResultColumn(name, KindOf(documents, name)))];
        return new(columns, [.. documents.Select(document => columns.Select(column => Read(document, column)).ToImmutableArray())]);
    }

    /// <summary>The kind that all values of a column have: integers and numbers together are numbers, other mixtures JSON.</summary>
    private static ValueKind KindOf(List<BsonDocument> documents, string name)
    {
        var kinds = documents.Where(document => document.TryGetValue(name, out var value) && !value.IsNull)
            .Select(document => KindOf(document[name])).Distinct().ToList();
        return kinds switch
        {
            [] => ValueKind.Text,
            [var one] => one,
            _ when kinds.All(kind => kind is ValueKind.Integer or ValueKind.Number) => ValueKind.Number,
            _ => ValueKind.Json,
        };
    }

    private static ValueKind KindOf(BsonValue value) => value.Type switch
    {
        BsonType.Int32 or BsonType.Int64 => ValueKind.Integer,
        BsonType.Double or BsonType.Decimal => ValueKind.Number,
        BsonType.Boolean or BsonType.Document or BsonType.Array => ValueKind.Json,
        _ => ValueKind.Text,
    };

    private static Value Read(BsonDocument document, ResultColumn column)
    {
        if (!document.TryGetValue(column.Name, out var value) || value.IsNull)
            return Value.Missing(column.Kind);
        return column.Kind switch
        {
            ValueKind.Integer => Value.Of(value.AsInt64),
            ValueKind.Number => Value.Of(value.AsDouble),
            ValueKind.Json => Value.Json(BsonJson.Text(value)),
            _ => Value.Of(BsonJson.Plain(value)),
        };
    }
}
