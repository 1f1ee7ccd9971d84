namespace Sweep.Experiments.Expressions;

/// <summary>
/// A question about one row, read from text and checked for types: nothing in it can fail any more. Its <see cref="object.ToString"/>
/// is text that reads back to the same expression. The language: <c>docs/queries.md</c>.
/// </summary>
internal abstract record Expression
{
    private protected Expression() { }

    /// <summary>How tightly it binds: what is printed inside something tighter is put in parentheses.</summary>
    internal abstract Precedence Precedence { get; }

    /// <summary>Printed as a part of something that binds as tightly as <paramref name="outer"/>.</summary>
    internal string Inside(Precedence outer) => Precedence < outer ? $"({this})" : ToString();
}

/// <summary>From loose to tight.</summary>
internal enum Precedence { Or, And, Not, Comparison, Sum, Product, Sign, Word }

/// <summary>True or false for every row; never unknown.</summary>
internal abstract record Condition : Expression
{
    public abstract bool Holds(IRow row);
}

/// <summary>Text or a number for every row; it may be missing.</summary>
internal abstract record Scalar : Expression
{
    public abstract ValueKind Kind { get; }
    public abstract Value Of(IRow row);

    /// <summary>Whether a measured column is part of it.</summary>
    public abstract bool Measured { get; }
}
