using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sweep.Experiments.Spaces;

/// <summary>One flat object: a distribution for each name. A name without one is as if it were not there.</summary>
public sealed class SearchSpaceJson : JsonConverter<SearchSpace>
{
    public override SearchSpace Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A search space is an object of names and distributions.");
        var distributions = new OrderedDictionary<string, Distribution>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (JsonSerializer.Deserialize(ref reader, Of(options)) is { } distribution)
                distributions[name] = distribution;
        }
        return SearchSpace.Of(distributions.Select(known => new Axis(known.Key, known.Value)));
    }

    public override void Write(Utf8JsonWriter writer, SearchSpace value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, distribution) in value.Axes)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, distribution, Of(options));
        }
        writer.WriteEndObject();
    }

    private static JsonTypeInfo<Distribution> Of(JsonSerializerOptions options) =>
        (JsonTypeInfo<Distribution>)options.GetTypeInfo(typeof(Distribution));
}
