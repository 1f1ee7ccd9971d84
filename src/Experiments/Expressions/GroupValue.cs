namespace Sweep.Experiments.Expressions;

/// <summary>One value for a group of trials: an aggregate, or what is calculated from aggregates.</summary>
internal abstract record GroupValue : Expression
{
    public abstract ValueKind Kinds { get; }
    public abstract Value Of(IReadOnlyList<IRow> group);
}

/// <summary>A number as written, beside aggregates.</summary>
internal sealed record GroupNumber(Literal Literal) : GroupValue
{
    internal override Precedence Precedence => Precedence.Word;
    public override ValueKind Kinds => Literal.Kind;
    public override Value Of(IReadOnlyList<IRow> group) => Literal.Value;
    public override string ToString() => Literal.ToString();
}

/// <summary>Arithmetic in double precision; missing where an operand is.</summary>
internal sealed record GroupArithmetic(GroupValue Left, Operation Operation, GroupValue Right) : GroupValue
{
    internal override Precedence Precedence => Arithmetic.PrecedenceOf(Operation);
    public override ValueKind Kinds => ValueKind.Number;
    public override Value Of(IReadOnlyList<IRow> group) => Arithmetic.Of(Left.Of(group), Operation, Right.Of(group));
    public override string ToString() => $"{Left.Inside(Precedence)} {Arithmetic.SymbolOf(Operation)} {Right.Inside(Precedence + 1)}";
}

/// <summary>A number of a group with its sign changed.</summary>
internal sealed record GroupNegation(GroupValue Operand) : GroupValue
{
    internal override Precedence Precedence => Precedence.Sign;
    public override ValueKind Kinds => ValueKind.Number;
    public override Value Of(IReadOnlyList<IRow> group) =>
        Operand.Of(group) is { IsMissing: false } value ? Value.Of(-value.Number) : Value.Missing(Kinds);
    public override string ToString() => Operand is GroupNumber ? $"-({Operand})" : $"-{Operand.Inside(Precedence.Sign)}";
}
