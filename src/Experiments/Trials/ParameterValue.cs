using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>What a hyperparameter's values are: double precision numbers, whole numbers of 64 bits, text, or true and false.</summary>
public enum ParameterKind { Number, Whole, Text, Boolean }

/// <summary>
/// One value of a hyperparameter. Two are equal exactly where their canonical texts are: 16 written as a whole number and 16 computed
/// as one of double precision are one value, so that neither JSON nor an identity needs to know which it was.
/// </summary>
/// <remarks>Sixteen bytes: a sweep may hold a million trials of several values each.</remarks>
[JsonConverter(typeof(ParameterValueJson))]
public readonly struct ParameterValue : IEquatable<ParameterValue>
{
    /// <summary>Below it a whole number in double precision is spelt without an exponent.</summary>
    private const double SpeltOut = 1e15;

    private static readonly object NumberMark = new(), BooleanMark = new();

    /// <summary>The text itself, a mark of the kind, or null for a whole number.</summary>
    private readonly object? what;
    private readonly long bits;

    private ParameterValue(object? what, long bits) => (this.what, this.bits) = (what, bits);

    public static ParameterValue Of(double number) => new(NumberMark, BitConverter.DoubleToInt64Bits(number));
    public static ParameterValue Of(long whole) => new(null, whole);
    public static ParameterValue Of(string text) => new(text, 0);
    public static ParameterValue Of(bool boolean) => new(BooleanMark, boolean ? 1 : 0);

    /// <summary>A number as a parameter of that kind has it: a whole one is rounded to the nearest, halves away from zero.</summary>
    public static ParameterValue Of(double number, ParameterKind kind) =>
        kind == ParameterKind.Whole ? Of((long)Math.Round(number, MidpointRounding.AwayFromZero)) : Of(number);

    public ParameterKind Kind => what switch
    {
        null => ParameterKind.Whole,
        string => ParameterKind.Text,
        _ => ReferenceEquals(what, NumberMark) ? ParameterKind.Number : ParameterKind.Boolean,
    };

    /// <summary>As a double; not a number for text, true and false.</summary>
    public double Number => Kind switch
    {
        ParameterKind.Number => BitConverter.Int64BitsToDouble(bits),
        ParameterKind.Whole => bits,
        _ => double.NaN,
    };

    /// <summary>The whole number, or the whole part of a number; 0 for text, true and false.</summary>
    public long Whole => Kind switch
    {
        ParameterKind.Whole => bits,
        ParameterKind.Number => (long)BitConverter.Int64BitsToDouble(bits),
        _ => 0,
    };

    /// <summary>The text; that of any other value as a program sees it.</summary>
    public string Text => ToString();

    /// <summary>Whether it is true; false for everything that is neither true nor false.</summary>
    public bool Boolean => Kind == ParameterKind.Boolean && bits != 0;

    /// <summary>How an identity spells it: shortest round-trip numbers, text as JSON has it.</summary>
    public string Canonical => what is string text
        ? $"\"{JsonEncodedText.Encode(text)}\""
        : ToString();

    /// <summary>As a program or a table sees it: text without quotes.</summary>
    public override string ToString() => Kind switch
    {
        ParameterKind.Text => (string)what!,
        ParameterKind.Whole => bits.ToString(CultureInfo.InvariantCulture),
        ParameterKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        _ => bits != 0 ? "true" : "false",
    };

    public bool Equals(ParameterValue other)
    {
        var (mine, others) = (Plain, other.Plain);
        return mine.bits == others.bits && Equals(mine.what, others.what);
    }

    public override bool Equals(object? obj) => obj is ParameterValue other && Equals(other);

    public override int GetHashCode()
    {
        var plain = Plain;
        return plain.what is string text ? text.GetHashCode(StringComparison.Ordinal) : plain.bits.GetHashCode();
    }

    public static bool operator ==(ParameterValue left, ParameterValue right) => left.Equals(right);
    public static bool operator !=(ParameterValue left, ParameterValue right) => !left.Equals(right);

    /// <summary>A number that is spelt as a whole one is, as that.</summary>
    private ParameterValue Plain
    {
        get
        {
            if (Kind != ParameterKind.Number || Number != Math.Floor(Number) || (Number == 0 && double.IsNegative(Number)))
                return this;
            if (Math.Abs(Number) < SpeltOut)
                return Of((long)Number);
            return long.TryParse(ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? Of(whole) : this;
        }
    }
}

/// <summary>A plain number, string, true or false. Numbers that JSON cannot say are strings, as everywhere.</summary>
public sealed class ParameterValueJson : JsonConverter<ParameterValue>
{
    public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadFrom(ref reader);

    public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options) => WriteTo(writer, value);

    internal static ParameterValue ReadFrom(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => ParameterValue.Of(true),
        JsonTokenType.False => ParameterValue.Of(false),
        JsonTokenType.String => ParameterValue.Of(reader.GetString()!),
        JsonTokenType.Number => reader.TryGetInt64(out var whole)
            ? ParameterValue.Of(whole)
            : reader.TryGetDouble(out var number) ? ParameterValue.Of(number) : throw new JsonException("A number is none."),
        _ => throw new JsonException("A parameter is a number, a text, true or false."),
    };

    internal static void WriteTo(Utf8JsonWriter writer, ParameterValue value)
    {
        switch (value.Kind)
        {
            case ParameterKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case ParameterKind.Whole:
                writer.WriteNumberValue(value.Whole);
                break;
            case ParameterKind.Number when double.IsFinite(value.Number):
                writer.WriteNumberValue(value.Number);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
