namespace Sweep.Experiments.Expressions;

internal sealed record Or(Condition Left, Condition Right) : Condition
{
    internal override Precedence Precedence => Precedence.Or;
    public override bool Holds(IRow row) => Left.Holds(row) || Right.Holds(row);
    public override string ToString() => $"{Left.Inside(Precedence.Or)} or {Right.Inside(Precedence.And)}";
}

internal sealed record And(Condition Left, Condition Right) : Condition
{
    internal override Precedence Precedence => Precedence.And;
    public override bool Holds(IRow row) => Left.Holds(row) && Right.Holds(row);
    public override string ToString() => $"{Left.Inside(Precedence.And)} and {Right.Inside(Precedence.Not)}";
}

internal sealed record Not(Condition Operand) : Condition
{
    internal override Precedence Precedence => Precedence.Not;
    public override bool Holds(IRow row) => !Operand.Holds(row);
    public override string ToString() => $"not {Operand.Inside(Precedence.Not)}";
}

internal enum Comparator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <summary>False where a side is missing or not a number, whatever the comparator: such a trial answers no comparison.</summary>
internal sealed record Relation(Scalar Left, Comparator Comparator, Scalar Right) : Condition
{
    internal override Precedence Precedence => Precedence.Comparison;

    public override bool Holds(IRow row) => Value.Compare(Left.Of(row), Right.Of(row)) is { } order && Comparator switch
    {
        Comparator.Equal => order == 0,
        Comparator.NotEqual => order != 0,
        Comparator.Less => order < 0,
        Comparator.LessOrEqual => order <= 0,
        Comparator.Greater => order > 0,
        _ => order >= 0,
    };

    public override string ToString() => $"{Left.Inside(Precedence.Sum)} {Comparators.Symbol(Comparator)} {Right.Inside(Precedence.Sum)}";
}

internal static class Comparators
{
    public static string Symbol(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "!=",
        Comparator.Less => "<",
        Comparator.LessOrEqual => "<=",
        Comparator.Greater => ">",
        _ => ">=",
    };

    public static Comparator? Of(Token token) => token.Kind != TokenKind.Symbol ? null : token.Text switch
    {
        "=" or "==" => Comparator.Equal,
        "!=" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater,
        ">=" => Comparator.GreaterOrEqual,
        _ => null,
    };
}

/// <summary>A yes-or-no function of one value.</summary>
internal sealed record Test(TestKind Asked, Scalar Operand) : Condition
{
    internal override Precedence Precedence => Precedence.Word;

    public override bool Holds(IRow row)
    {
        var value = Operand.Of(row);
        return Asked switch
        {
            TestKind.IsMissing => value.IsMissing,
            TestKind.IsNaN => value.IsNaN,
            _ => double.IsFinite(value.Number),
        };
    }

    public override string ToString() => $"{Functions.NameOf(Asked)}({Operand})";
}

internal enum TestKind { IsFinite, IsNaN, IsMissing }

/// <summary>Whether a text has another in it, or at its start. Upper and lower case matter.</summary>
internal sealed record TextTest(TextTestKind Asked, Scalar Text, Scalar Part) : Condition
{
    internal override Precedence Precedence => Precedence.Word;

    public override bool Holds(IRow row)
    {
        var (text, part) = (Text.Of(row), Part.Of(row));
        return !text.IsMissing && !part.IsMissing && (Asked == TextTestKind.Contains
            ? text.Text.Contains(part.Text, StringComparison.Ordinal)
            : text.Text.StartsWith(part.Text, StringComparison.Ordinal));
    }

    public override string ToString() => $"{Functions.NameOf(Asked)}({Text}, {Part})";
}

internal enum TextTestKind { Contains, StartsWith }
