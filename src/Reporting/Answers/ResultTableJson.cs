using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Reporting.Answers;

/// <summary>
/// A table between our own client and server: the columns with their kinds, then each row as an array. Every digit is kept.
/// </summary>
internal sealed class ResultTableJson : JsonConverter<ResultTable>
{
    public override ResultTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var columns = document.RootElement.GetProperty("columns").Deserialize<ImmutableArray<ResultColumn>>(options);
        return new(columns, [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => Row(row, columns))]);
    }

    public override void Write(Utf8JsonWriter writer, ResultTable value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("columns");
        JsonSerializer.Serialize(writer, value.Columns, options);
        writer.WriteStartArray("rows");
        foreach (var row in value.Rows)
        {
            writer.WriteStartArray();
            foreach (var cell in row)
                JsonRows.Write(writer, cell);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ImmutableArray<Value> Row(JsonElement row, ImmutableArray<ResultColumn> columns) =>
        row.GetArrayLength() == columns.Length
            ? [.. row.EnumerateArray().Zip(columns, (cell, column) => Cell(cell, column.Kind))]
            : throw new JsonException("A row has not as many values as there are columns.");

    private static Value Cell(JsonElement cell, ValueKind kind) => kind switch
    {
        ValueKind.Json when cell.ValueKind == JsonValueKind.Null => Value.Missing(kind),
        ValueKind.Json => Value.Json(cell.GetRawText()),
        _ when cell.ValueKind == JsonValueKind.Null => Value.Missing(kind),
        ValueKind.Integer => Value.Of(cell.GetInt64()),
        ValueKind.Text => Value.Of(cell.GetString()),
        _ when cell.ValueKind == JsonValueKind.String =>
            Value.Of(double.Parse(cell.GetString()!, System.Globalization.CultureInfo.InvariantCulture)),
        _ => Value.Of(cell.GetDouble()),
    };
}
