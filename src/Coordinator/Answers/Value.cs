using System.Globalization;

// Integers are what the language and its documents call them.
#pragma warning disable CA1720

namespace Sweep.Coordinator.Answers;

/// <summary>What a column holds. Numbers are double precision; integers are 64 bits and keep all of them. Json is what only SQL can bring: truth values, lists, documents.</summary>
public enum ValueKind { Text, Integer, Number, Json }

/// <summary>One value of a column: text, an integer, a number (not-a-number and the infinities included), or missing.</summary>
public readonly record struct Value
{
    private readonly ValueKind _kind;
    private readonly long _integer;
    private readonly double _number;
    private readonly string? _text;

    private Value(ValueKind kind, bool missing, long integer, double number, string? text) =>
        (_kind, IsMissing, _integer, _number, _text) = (kind, missing, integer, number, text);

    public ValueKind Kind => _kind;
    public bool IsMissing { get; }

    public static Value Of(string? text) => new(ValueKind.Text, text is null, 0, 0, text);
    public static Value Json(string json) => new(ValueKind.Json, false, 0, 0, json);
    public static Value Of(long? integer) => new(ValueKind.Integer, integer is null, integer ?? 0, 0, null);
    public static Value Of(double? number) => new(ValueKind.Number, number is null, 0, number ?? 0, null);
    public static Value Missing(ValueKind kind) => new(kind, true, 0, 0, null);

    /// <summary>The text, or the JSON as text; only where it is not missing.</summary>
    public string Text => _text!;

    /// <summary>The integer; only for an integer that is not missing.</summary>
    public long Integer => _integer;

    /// <summary>The integer or number as a number; not-a-number when missing.</summary>
    public double Number => IsMissing ? double.NaN : _kind == ValueKind.Integer ? _integer : _number;

    public bool IsNaN => !IsMissing && _kind == ValueKind.Number && double.IsNaN(_number);

    /// <summary>Exact: two integers are compared as integers, everything else numeric as double precision numbers, text by its characters' codes.</summary>
    /// <returns>Null where there is no answer: a side is missing or not a number.</returns>
    public static int? Compare(Value left, Value right)
    {
        if (left.IsMissing || right.IsMissing || left.IsNaN || right.IsNaN)
            return null;
        return (left._kind, right._kind) switch
        {
            (ValueKind.Text or ValueKind.Json, _) => string.CompareOrdinal(left._text, right._text),
            (ValueKind.Integer, ValueKind.Integer) => left._integer.CompareTo(right._integer),
            _ => left.Number.CompareTo(right.Number),
        };
    }

    /// <summary>All digits, shortest form that reads back to the same number; empty when missing.</summary>
    public override string ToString() => IsMissing ? "" : _kind switch
    {
        ValueKind.Text or ValueKind.Json => Text,
        ValueKind.Integer => _integer.ToString(CultureInfo.InvariantCulture),
        _ => _number.ToString("R", CultureInfo.InvariantCulture),
    };
}
