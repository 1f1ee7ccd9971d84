using Sweep.Experiments.Expressions;
using System.Text;
using System.Text.Json;

namespace Sweep.Reporting.Answers;

/// <summary>
/// A JSON array with an object for each row. Numbers that JSON cannot say are the strings NaN, Infinity and -Infinity, as everywhere in
/// Sweep; missing values are null.
/// </summary>
internal static class JsonRows
{
    public static string Write(ResultTable table)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = SweepJson.Options.Encoder }))
        {
            json.WriteStartArray();
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                for (var c = 0; c < row.Length; c++)
                {
                    json.WritePropertyName(table.Columns[c].Name);
                    Write(json, row[c]);
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    internal static void Write(Utf8JsonWriter json, Value value)
    {
        if (value.IsMissing)
            json.WriteNullValue();
        else if (value.Kind == ValueKind.Text)
            json.WriteStringValue(value.Text);
        else if (value.Kind == ValueKind.Json)
            json.WriteRawValue(value.Text);
        else if (value.Kind == ValueKind.Integer)
            json.WriteNumberValue(value.Integer);
        else if (double.IsFinite(value.Number))
            json.WriteNumberValue(value.Number);
        else
            json.WriteStringValue(value.ToString());
    }
}
