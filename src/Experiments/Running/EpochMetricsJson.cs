using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Running;

/// <summary>
/// One flat object: the epoch, the built-in network's metrics, the seconds, then every other metric under its own name. <c>diverged</c>
/// stands last, and only where a rule of the sweep said so.
/// </summary>
public sealed class EpochMetricsJson : JsonConverter<EpochMetrics>
{
    private const string Epoch = "epoch";
    private const string Seconds = "seconds";
    private const string Diverged = "diverged";

    public override EpochMetrics Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an epoch is an object");
        int? epoch = null;
        double? seconds = null;
        var diverged = false;
        var values = new Dictionary<string, double>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case Epoch:
                    epoch = reader.GetInt32();
                    break;
                case Seconds:
                    seconds = MetricValuesJson.ReadNumber(ref reader);
                    break;
                case Diverged:
                    diverged = reader.GetBoolean();
                    break;
                case var _ when reader.TokenType is JsonTokenType.Number or JsonTokenType.String || MetricNames.BuiltIn.Contains(name):
                    values[name] = MetricValuesJson.ReadNumber(ref reader);
                    break;
                default:
                    // What is no number is of a later version, as unknown keys are elsewhere.
                    reader.Skip();
                    break;
            }
        }
        return EpochMetrics.Of(
            epoch ?? throw new JsonException("an epoch has a number"), values,
            seconds ?? throw new JsonException("an epoch takes seconds"), diverged);
    }

    public override void Write(Utf8JsonWriter writer, EpochMetrics value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Epoch, value.Epoch);
        foreach (var (name, number) in value.Values.Where(metric => MetricNames.BuiltIn.Contains(metric.Key)))
            MetricValuesJson.WriteNumber(writer, name, number);
        MetricValuesJson.WriteNumber(writer, Seconds, value.Seconds);
        foreach (var (name, number) in value.Values.Where(metric => !MetricNames.BuiltIn.Contains(metric.Key)))
            MetricValuesJson.WriteNumber(writer, name, number);
        if (value.DivergedByRule)
            writer.WriteBoolean(Diverged, true);
        writer.WriteEndObject();
    }
}
