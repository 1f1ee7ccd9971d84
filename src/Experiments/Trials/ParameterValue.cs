using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>What kind of value a hyperparameter has.</summary>
public enum ParameterKind { Number, Whole, Text, Boolean }

/// <summary>
/// The value of one hyperparameter. Numbers keep every bit. Values of different kinds are never equal; within a sweep a
/// hyperparameter has one kind.
/// </summary>
[JsonConverter(typeof(ParameterValueJson))]
public readonly record struct ParameterValue
{
    // A boolean is 0 or 1, and a text has no number.
    private readonly double number;
    private readonly long whole;
    private readonly string? text;

    private ParameterValue(ParameterKind kind, double number, long whole, string? text) =>
        (Kind, this.number, this.whole, this.text) = (kind, number, whole, text);

    public ParameterKind Kind { get; }

    /// <summary>A number as a double; not-a-number for a text, 0 or 1 for a boolean.</summary>
    public double Number => number;

    /// <exception cref="InvalidOperationException">It is no whole number.</exception>
    public long Whole => Kind == ParameterKind.Whole ? whole : throw NotA("whole number");

    /// <exception cref="InvalidOperationException">It is no text.</exception>
    public string Text => Kind == ParameterKind.Text ? text! : throw NotA("text");

    /// <exception cref="InvalidOperationException">It is no boolean.</exception>
    public bool Boolean => Kind == ParameterKind.Boolean ? whole != 0 : throw NotA("boolean");

    public static ParameterValue Of(double value) => new(ParameterKind.Number, value, 0, null);
    public static ParameterValue Of(long value) => new(ParameterKind.Whole, value, value, null);
    public static ParameterValue Of(string value) => new(ParameterKind.Text, double.NaN, 0, value);
    public static ParameterValue Of(bool value) => new(ParameterKind.Boolean, value ? 1 : 0, value ? 1 : 0, null);

    /// <summary>
    /// As identities are hashes of it: invariant culture, shortest round-trip numbers, a text as a JSON string, so that no text can
    /// look like another value or like a value and the name that follows it.
    /// </summary>
    public string Canonical => Kind == ParameterKind.Text ? $"\"{JsonEncodedText.Encode(text!)}\"" : ToString();

    /// <summary>As a program sees it and a person reads it: a text bare, numbers in the shortest form that reads back the same.</summary>
    public override string ToString() => Kind switch
    {
        ParameterKind.Number => number.ToString("R", CultureInfo.InvariantCulture),
        ParameterKind.Whole => whole.ToString(CultureInfo.InvariantCulture),
        ParameterKind.Text => text!,
        _ => whole != 0 ? "true" : "false",
    };

    private InvalidOperationException NotA(string kind) => new($"{this} is no {kind}.");
}

/// <summary>
/// A JSON number, string or boolean. A number without a fraction is read as a whole number: whoever knows the hyperparameter's kind makes
/// a number of it.
/// </summary>
public sealed class ParameterValueJson : JsonConverter<ParameterValue>
{
    public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => ParameterValue.Of(reader.GetString()!),
            JsonTokenType.True => ParameterValue.Of(true),
            JsonTokenType.False => ParameterValue.Of(false),
            JsonTokenType.Number when reader.TryGetInt64(out var whole) => ParameterValue.Of(whole),
            JsonTokenType.Number => ParameterValue.Of(reader.GetDouble()),
            var token => throw new JsonException($"A hyperparameter is a number, a text or a boolean, not {token}."),
        };

    public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options)
    {
        switch (value.Kind)
        {
            case ParameterKind.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case ParameterKind.Whole:
                writer.WriteNumberValue(value.Whole);
                break;
            case ParameterKind.Text:
                writer.WriteStringValue(value.Text);
                break;
            default:
                writer.WriteBooleanValue(value.Boolean);
                break;
        }
    }
}
