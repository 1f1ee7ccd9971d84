using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>
/// An object of names and numbers, which read back to the same bits; what is no finite number stands as the text <c>NaN</c>,
/// <c>Infinity</c> or <c>-Infinity</c>.
/// </summary>
public sealed class MetricValuesJson : JsonConverter<MetricValues>
{
    public override MetricValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("metrics are an object");
        var values = new Dictionary<string, double>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            values[name] = ReadNumber(ref reader);
        }
        return MetricValues.Of(values);
    }

    public override void Write(Utf8JsonWriter writer, MetricValues value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, number) in value)
            WriteNumber(writer, name, number);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">It is neither a number nor one of the three texts.</exception>
    internal static double ReadNumber(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String when reader.ValueTextEquals("NaN"u8) => double.NaN,
        JsonTokenType.String when reader.ValueTextEquals("Infinity"u8) => double.PositiveInfinity,
        JsonTokenType.String when reader.ValueTextEquals("-Infinity"u8) => double.NegativeInfinity,
        _ => throw new JsonException("a metric is a number"),
    };

    internal static void WriteNumber(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }
}
