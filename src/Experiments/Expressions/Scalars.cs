namespace Sweep.Experiments.Expressions;

/// <summary>A column of the row.</summary>
internal sealed record ColumnValue(RowColumn Column) : Scalar
{
    internal override Precedence Precedence => Precedence.Word;
    public override ValueKind Kind => Column.Kind;
    public override bool Measured => Column.Measured;
    public override Value Of(IRow row) => Column.Read(row);
    public override string ToString() => Column.Name;
}

/// <summary>A number or text as written.</summary>
internal sealed record Literal(Value Value) : Scalar
{
    internal override Precedence Precedence => Precedence.Word;
    public override ValueKind Kind => Value.Kind;
    public override bool Measured => false;
    public override Value Of(IRow row) => Value;

    /// <summary>Numbers with all digits; a point keeps a number that happens to be whole from being read back as an integer.</summary>
    public override string ToString() => (Kind, Value.Number) switch
    {
        (ValueKind.Text, _) => $"'{Value.Text.Replace("'", "''", StringComparison.Ordinal)}'",
        (ValueKind.Integer, _) => Value.ToString(),
        (_, double.NaN) => "nan",
        (_, double.PositiveInfinity) => "inf",
        (_, double.NegativeInfinity) => "-inf",
        _ when Value.ToString() is var digits && digits.AsSpan().IndexOfAny('.', 'E') < 0 => digits + ".0",
        _ => Value.ToString(),
    };
}

internal enum Operation { Add, Subtract, Multiply, Divide }

/// <summary>Arithmetic in double precision; missing where an operand is.</summary>
internal sealed record Arithmetic(Scalar Left, Operation Operation, Scalar Right) : Scalar
{
    internal override Precedence Precedence => PrecedenceOf(Operation);
    public override ValueKind Kind => ValueKind.Number;
    public override bool Measured => Left.Measured || Right.Measured;
    public override Value Of(IRow row) => Of(Left.Of(row), Operation, Right.Of(row));
    public override string ToString() => $"{Left.Inside(Precedence)} {SymbolOf(Operation)} {Right.Inside(Precedence + 1)}";

    internal static Value Of(Value left, Operation operation, Value right) =>
        left.IsMissing || right.IsMissing ? Value.Missing(ValueKind.Number) : Value.Of(operation switch
        {
            Operation.Add => left.Number + right.Number,
            Operation.Subtract => left.Number - right.Number,
            Operation.Multiply => left.Number * right.Number,
            _ => left.Number / right.Number,
        });

    internal static Precedence PrecedenceOf(Operation operation) =>
        operation is Operation.Add or Operation.Subtract ? Precedence.Sum : Precedence.Product;

    internal static char SymbolOf(Operation operation) => operation switch
    {
        Operation.Add => '+',
        Operation.Subtract => '-',
        Operation.Multiply => '*',
        _ => '/',
    };
}

/// <summary>A number with its sign changed.</summary>
internal sealed record Negation(Scalar Operand) : Scalar
{
    internal override Precedence Precedence => Precedence.Sign;
    public override ValueKind Kind => ValueKind.Number;
    public override bool Measured => Operand.Measured;
    public override Value Of(IRow row) =>
        Operand.Of(row) is { IsMissing: false } value ? Value.Of(-value.Number) : Value.Missing(ValueKind.Number);

    /// <summary>A sign straight before a literal belongs to the literal, so a literal is set apart.</summary>
    public override string ToString() => Operand is Literal ? $"-({Operand})" : $"-{Operand.Inside(Precedence.Sign)}";
}

/// <summary>
/// A number one step earlier in the same run: of the trial with the next fewer epochs, or of the epoch before where epochs are asked.
/// Missing for the first.
/// </summary>
internal sealed record Previous(Scalar Operand) : Scalar
{
    public const string Name = "previous";

    internal override Precedence Precedence => Precedence.Word;
    public override ValueKind Kind => Operand.Kind;
    public override bool Measured => Operand.Measured;
    public override Value Of(IRow row) => row.Earlier is { } before ? Operand.Of(before) : Value.Missing(Kind);
    public override string ToString() => $"{Name}({Operand})";
}

/// <summary>The day of an instant, in UTC.</summary>
internal sealed record Day(ColumnValue Time) : Scalar
{
    public const string Name = "date";

    internal override Precedence Precedence => Precedence.Word;
    public override ValueKind Kind => ValueKind.Text;
    public override bool Measured => false;
    public override Value Of(IRow row) =>
        Time.Of(row) is { IsMissing: false } at ? Value.Of(at.Text[..Instants.DayLength]) : Value.Missing(Kind);
    public override string ToString() => $"{Name}({Time})";
}

/// <summary>A function from numbers to numbers.</summary>
internal sealed record Mapped(MapKind Map, Scalar Operand) : Scalar
{
    internal override Precedence Precedence => Precedence.Word;
    public override ValueKind Kind => ValueKind.Number;
    public override bool Measured => Operand.Measured;

    public override Value Of(IRow row) => Operand.Of(row) is { IsMissing: false } value
        ? Value.Of(Map == MapKind.Abs ? Math.Abs(value.Number) : Math.Log10(value.Number))
        : Value.Missing(ValueKind.Number);

    public override string ToString() => $"{Functions.NameOf(Map)}({Operand})";
}

internal enum MapKind { Abs, Log10 }
