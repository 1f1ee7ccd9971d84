using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// The name of the objective where it is one of the two that have a direction of their own, else <c>{"maximize":"f1"}</c>.
/// </summary>
public class ObjectiveJson : JsonConverter<Objective>
{
    private const string Maximize = "maximize";
    private const string Minimize = "minimize";

    public sealed override Objective Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var word = reader.GetString();
            return Objective.Known.FirstOrDefault(known => known.Metric.Equals(word, StringComparison.OrdinalIgnoreCase))
                ?? throw new JsonException($"an objective of one word is {string.Join(" or ", Objective.Known)}");
        }
        var direction = reader.TokenType == JsonTokenType.StartObject ? Next(ref reader, JsonTokenType.PropertyName) : null;
        if (direction is not (Maximize or Minimize))
            throw Malformed();
        var metric = Next(ref reader, JsonTokenType.String);
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? new(metric, direction == Maximize) : throw Malformed();
    }

    public sealed override void Write(Utf8JsonWriter writer, Objective value, JsonSerializerOptions options)
    {
        if (Objective.Known.Contains(value))
        {
            writer.WriteStringValue(Word(value));
            return;
        }
        writer.WriteStartObject();
        writer.WriteString(value.Maximize ? Maximize : Minimize, value.Metric);
        writer.WriteEndObject();
    }

    private static string Next(ref Utf8JsonReader reader, JsonTokenType type) =>
        reader.Read() && reader.TokenType == type ? reader.GetString()! : throw Malformed();

    private static JsonException Malformed() => new("an objective is a word, or an object with maximize or minimize");

    private protected virtual string Word(Objective known) => known.Metric;
}

/// <summary>As journals have it, in which words begin with a capital.</summary>
public sealed class ObjectiveJournalJson : ObjectiveJson
{
    private protected override string Word(Objective known) => $"{char.ToUpperInvariant(known.Metric[0])}{known.Metric[1..]}";
}
