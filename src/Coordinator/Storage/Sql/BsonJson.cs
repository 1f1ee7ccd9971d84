using System.Globalization;
using System.Text;
using System.Text.Json;
using LiteDB;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// LiteDB's values as plain JSON with every digit; LiteDB's own writer rounds numbers and wraps 64-bit integers in documents.
/// </summary>
internal static class BsonJson
{
    public static string Text(BsonValue value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = SweepJson.Options.Encoder }))
            Write(json, value);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>A value without parts as text.</summary>
    public static string Plain(BsonValue value) => value.RawValue switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IFormattable formattable => formattable.ToString(value.IsDateTime ? "O" : null, CultureInfo.InvariantCulture),
        var other => other?.ToString() ?? "",
    };

    private static void Write(Utf8JsonWriter json, BsonValue value)
    {
        switch (value.Type)
        {
            case BsonType.Document:
                json.WriteStartObject();
                foreach (var (name, field) in value.AsDocument)
                {
                    json.WritePropertyName(name);
                    Write(json, field);
                }
                json.WriteEndObject();
                break;
            case BsonType.Array:
                json.WriteStartArray();
                foreach (var element in value.AsArray)
                    Write(json, element);
                json.WriteEndArray();
                break;
            case BsonType.Null: json.WriteNullValue(); break;
            case BsonType.Boolean: json.WriteBooleanValue(value.AsBoolean); break;
            case BsonType.Int32 or BsonType.Int64: json.WriteNumberValue(value.AsInt64); break;
            case BsonType.Double when double.IsFinite(value.AsDouble): json.WriteNumberValue(value.AsDouble); break;
            default: json.WriteStringValue(Plain(value)); break;
        }
    }
}
