using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying.Expressions;

/// <summary>
/// A question about one trial, read from text and checked for types: nothing in it can fail any more. Its <see cref="object.ToString"/>
/// is text that reads back to the same expression. The language: <c>docs/queries.md</c>.
/// </summary>
internal abstract record Expression
{
    private protected Expression() { }

    /// <summary>Reads a condition such as <c>lr &lt; 1e-2 and state = completed</c>. An error names the place and the remedy.</summary>
    /// <param name="ofEpochs">Whether epochs are asked instead of trials.</param>
    public static Condition Parse(string text, bool ofEpochs = false) => new Parser(text, ofEpochs).Condition();

    /// <summary>How tightly it binds: what is printed inside something tighter is put in parentheses.</summary>
    internal abstract Precedence Precedence { get; }

    /// <summary>Printed as a part of something that binds as tightly as <paramref name="outer"/>.</summary>
    internal string Inside(Precedence outer) => Precedence < outer ? $"({this})" : ToString();
}

/// <summary>From loose to tight.</summary>
internal enum Precedence { Or, And, Not, Comparison, Sum, Product, Sign, Word }

/// <summary>True or false for every trial; never unknown.</summary>
internal abstract record Condition : Expression
{
    public abstract bool Holds(TrialRow trial);
}

/// <summary>Text or a number for every trial; it may be missing.</summary>
internal abstract record Scalar : Expression
{
    public abstract ValueKind Kind { get; }
    public abstract Value Of(TrialRow trial);

    /// <summary>Whether a measured column is part of it.</summary>
    public abstract bool Measured { get; }

    /// <summary>Reads a list such as <c>lr, log10(valLoss)</c>.</summary>
    /// <param name="ofEpochs">Whether epochs are asked instead of trials.</param>
    public static IReadOnlyList<Scalar> ParseList(string text, bool ofEpochs = false) => new Parser(text, ofEpochs).Scalars();
}
