using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>An identity that travels as plain text in JSON, on the command line and in the results database.</summary>
public interface IIdentity<TSelf> where TSelf : struct, IIdentity<TSelf>
{
    string Value { get; }
    static abstract TSelf Of(string value);
}

/// <summary>Identity of a trial: 16 hexadecimal digits of the hash of its sweep's name and its canonical hyperparameters.</summary>
[JsonConverter(typeof(IdentityJson<TrialId>))]
public readonly record struct TrialId(string Value) : IIdentity<TrialId>
{
    public static TrialId Of(string value) => new(value);
    public override string ToString() => Value;
}

/// <summary>Identity of a run: like <see cref="TrialId"/>, over everything that its trials have in common.</summary>
[JsonConverter(typeof(IdentityJson<RunId>))]
public readonly record struct RunId(string Value) : IIdentity<RunId>
{
    public static RunId Of(string value) => new(value);
    public override string ToString() => Value;
}

/// <summary>Writes an identity as a JSON string, also where it is the key of a dictionary.</summary>
public sealed class IdentityJson<T> : JsonConverter<T> where T : struct, IIdentity<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Of(reader.GetString()!);
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(reader.GetString()!);
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
