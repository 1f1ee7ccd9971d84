using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Serialization;

/// <summary>A message in its session: the secret, the manifest of what is said, and that itself as it would stand alone.</summary>
public sealed class InSessionJson : JsonConverter<InSession>
{
    private const string Session = "session";
    private const string Manifest = "manifest";
    private const string Message = "message";

    public override InSession Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var (session, manifest) = (Text(document.RootElement, Session), Text(document.RootElement, Manifest));
        if (!Manifests.ByName.TryGetValue(manifest, out var json) || json.Type == typeof(InSession))
            throw new JsonException(
                $"Unknown manifest {manifest} within a session: the other side speaks a newer protocol; update this one.");
        return document.RootElement.TryGetProperty(Message, out var said) && said.Deserialize(json) is ISweepMessage message
            ? new(session, message)
            : throw new JsonException($"{manifest} is null.");
    }

    public override void Write(Utf8JsonWriter writer, InSession value, JsonSerializerOptions options)
    {
        var (manifest, json) = Manifests.ByType[value.Message.GetType()];
        writer.WriteStartObject();
        writer.WriteString(Session, value.Session);
        writer.WriteString(Manifest, manifest);
        writer.WritePropertyName(Message);
        JsonSerializer.Serialize(writer, value.Message, json);
        writer.WriteEndObject();
    }

    private static string Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()!
            : throw new JsonException($"It has no {name}.");
}
