using System.Globalization;

// Integers are what the language and its documents call them.
#pragma warning disable CA1720

namespace Sweep.Experiments.Expressions;

/// <summary>
/// What a column holds. Numbers are double precision; integers are 64 bits and keep all of them. Json is what only SQL can bring: truth
/// values, lists, documents.
/// </summary>
public enum ValueKind { Text, Integer, Number, Json }

/// <summary>One value of a column: text, an integer, a number (not-a-number and the infinities included), or missing.</summary>
public readonly record struct Value
{
    private readonly ValueKind kind;
    private readonly long integer;
    private readonly double number;
    private readonly string? text;

    private Value(ValueKind kind, bool missing, long integer, double number, string? text) =>
        (this.kind, IsMissing, this.integer, this.number, this.text) = (kind, missing, integer, number, text);

    public ValueKind Kind => kind;
    public bool IsMissing { get; }

    public static Value Of(string? text) => new(ValueKind.Text, text is null, 0, 0, text);
    public static Value Json(string json) => new(ValueKind.Json, false, 0, 0, json);
    public static Value Of(long? integer) => new(ValueKind.Integer, integer is null, integer ?? 0, 0, null);
    public static Value Of(double? number) => new(ValueKind.Number, number is null, 0, number ?? 0, null);
    public static Value Missing(ValueKind kind) => new(kind, true, 0, 0, null);

    /// <summary>The text, or the JSON as text; only where it is not missing.</summary>
    public string Text => text!;

    /// <summary>The integer; only for an integer that is not missing.</summary>
    public long Integer => integer;

    /// <summary>The integer or number as a number; not-a-number when missing.</summary>
    public double Number => IsMissing ? double.NaN : kind == ValueKind.Integer ? integer : number;

    public bool IsNaN => !IsMissing && kind == ValueKind.Number && double.IsNaN(number);

    /// <summary>
    /// Exact: two integers are compared as integers, everything else numeric as double precision numbers, text by its characters' codes.
    /// </summary>
    /// <returns>Null where there is no answer: a side is missing or not a number.</returns>
    public static int? Compare(Value left, Value right)
    {
        if (left.IsMissing || right.IsMissing || left.IsNaN || right.IsNaN)
            return null;
        return (left.kind, right.kind) switch
        {
            (ValueKind.Text or ValueKind.Json, _) => string.CompareOrdinal(left.text, right.text),
            (ValueKind.Integer, ValueKind.Integer) => left.integer.CompareTo(right.integer),
            _ => left.Number.CompareTo(right.Number),
        };
    }

    /// <summary>All digits, shortest form that reads back to the same number; empty when missing.</summary>
    public override string ToString() => IsMissing ? "" : kind switch
    {
        ValueKind.Text or ValueKind.Json => Text,
        ValueKind.Integer => integer.ToString(CultureInfo.InvariantCulture),
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };
}
