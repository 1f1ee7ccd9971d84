using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>One flat object of names and values, the epochs among them.</summary>
public sealed class HyperparametersJson : JsonConverter<Hyperparameters>
{
    public override Hyperparameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = FlatValues.Read(ref reader);
        return values.Remove(ParameterName.Epochs, out var epochs)
            ? new(RunParameters.Of(values), (int)epochs.Whole)
            : throw new JsonException("The hyperparameters have no epochs.");
    }

    public override void Write(Utf8JsonWriter writer, Hyperparameters value, JsonSerializerOptions options) =>
        FlatValues.Write(writer, value.Values);
}

/// <summary>One flat object of names and values.</summary>
public sealed class RunParametersJson : JsonConverter<RunParameters>
{
    public override RunParameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = FlatValues.Read(ref reader);
        values.Remove(ParameterName.Epochs);
        return RunParameters.Of(values);
    }

    public override void Write(Utf8JsonWriter writer, RunParameters value, JsonSerializerOptions options) =>
        FlatValues.Write(writer, value.Values);
}

file static class FlatValues
{
    public static Dictionary<string, ParameterValue> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Parameters are an object of names and values.");
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            values[name] = ReadOf(name, ref reader);
        }
        return values.ContainsKey(ParameterName.Seed) ? values : throw new JsonException("The parameters have no seed.");
    }

    public static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in values)
        {
            writer.WritePropertyName(name);
            ParameterValueJson.WriteTo(writer, value);
        }
        writer.WriteEndObject();
    }

    /// <summary>The known ones have known kinds: what overflows, or is another, is refused here.</summary>
    private static ParameterValue ReadOf(string name, ref Utf8JsonReader reader)
    {
        var value = ParameterValueJson.ReadFrom(ref reader);
        var fits = name switch
        {
            ParameterName.Epochs or ParameterName.BatchSize =>
                value is { Kind: ParameterKind.Whole, Whole: >= int.MinValue and <= int.MaxValue },
            ParameterName.Seed => value.Kind == ParameterKind.Whole,
            ParameterName.LearningRate or ParameterName.WeightDecay => value.Kind is ParameterKind.Number or ParameterKind.Whole,
            _ => true,
        };
        return fits ? value : throw new JsonException($"The parameter {name} has a value of another kind.");
    }
}
