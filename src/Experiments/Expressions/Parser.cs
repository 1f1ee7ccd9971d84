using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Expressions;

/// <summary>
/// Reads the language by recursive descent, one method for each level of binding, and checks types on the way:
/// <code>
/// condition  = both { "or" both }              both = negated { "and" negated }       negated = "not" negated | comparison
/// comparison = sum [ comparator sum | ["not"] "in" "(" sum { "," sum } ")" ]
/// sum        = product { ("+" | "-") product }     product = signed { ("*" | "/") signed }     signed = "-" signed | word
/// word       = number | 'text' | name | function "(" condition { "," condition } ")" | "(" condition ")"
/// </code>
/// What is taken of a group of trials binds as numbers do:
/// <code>
/// groupSum   = groupProduct { ("+" | "-") groupProduct }     groupProduct = groupSigned { ("*" | "/") groupSigned }
/// groupSigned = "-" groupSigned | number | aggregate "(" [ sum { "," sum } ] ")" | "(" groupSum ")"
/// </code>
/// </summary>
/// <param name="columns">The names that it may use.</param>
internal sealed class Parser(string text, RowColumns columns)
{
    /// <summary>How deep parentheses, signs and negations may be nested.</summary>
    private const int MaxDepth = 100;

    private static readonly string[] Keywords = ["and", "or", "not", "in"];

    private readonly ImmutableArray<Token> tokens = Lexer.Read(text);
    private readonly Typing typing = new(text, columns);
    private int next;
    private int nesting;

    private Token Current => tokens[next];

    public Condition Condition() => Whole(() => typing.Condition(Any()));
    public IReadOnlyList<Scalar> Scalars() => Whole(() => ListOf(() => typing.Scalar(Any())));
    public IReadOnlyList<GroupValue> GroupValues() => Whole(() => ListOf(GroupSum));
    public IReadOnlyList<SortKey> SortKeys() => Whole(() => ListOf(SortKey));

    private T Whole<T>(Func<T> read)
    {
        if (Current.Kind == TokenKind.End)
            throw Error.At(text, 0, "there is nothing here; an expression is needed");
        var result = read();
        return Current.Kind == TokenKind.End ? result : throw Unexpected();
    }

    private BadInputException Unexpected() => Current switch
    {
        { Kind: TokenKind.Symbol, Text: ")" } => Error.At(text, Current.At, "this ) closes nothing"),
        _ when Comparators.Of(Current) is not null => Error.At(text, Current.At, "comparisons cannot be chained; write 'a < b and b < c'"),
        _ => Error.At(text, Current.At, $"{Current} is not expected here; the expression was complete before it"),
    };

    private List<T> ListOf<T>(Func<T> element)
    {
        List<T> list = [element()];
        while (Take(","))
            list.Add(element());
        return list;
    }

    private Node Any()
    {
        var left = Both();
        while (Take("or"))
            left = new(new Or(typing.Condition(left), typing.Condition(Both())), left.At);
        return left;
    }

    private Node Both()
    {
        var left = Negated();
        while (Take("and"))
            left = new(new And(typing.Condition(left), typing.Condition(Negated())), left.At);
        return left;
    }

    private Node Negated()
    {
        var at = Current.At;
        return Take("not") ? Deeper(() => new Node(new Not(typing.Condition(Negated())), at)) : Comparison();
    }

    private Node Comparison()
    {
        var left = Sum();
        if (Comparators.Of(Current) is { } comparator)
        {
            var at = Advance().At;
            return new(typing.Compare(left, comparator, Sum(), at), left.At);
        }
        if (Current.Is("not") && tokens[next + 1].Is("in"))
        {
            Advance();
            return new(new Not(Membership(left)), left.At);
        }
        return Current.Is("in") ? new(Membership(left), left.At) : left;
    }

    /// <summary>Being one of a list is being equal to one of them.</summary>
    private Condition Membership(Node left)
    {
        var at = Advance().At;
        Expect("(", "after 'in' comes a list in parentheses, for instance in (1, 3)");
        var members = ListOf(Sum);
        Expect(")", "the list after 'in' has no closing )");
        return members.Select(m => typing.Compare(left, Comparator.Equal, m, at)).Aggregate((a, b) => new Or(a, b));
    }

    private Node Sum()
    {
        var left = Product();
        while (Current.Is("+") || Current.Is("-"))
        {
            var sign = Advance();
            left = typing.Arithmetic(left, sign.Text == "+" ? Operation.Add : Operation.Subtract, Product(), sign);
        }
        return left;
    }

    private Node Product()
    {
        var left = Signed();
        while (Current.Is("*") || Current.Is("/"))
        {
            var sign = Advance();
            left = typing.Arithmetic(left, sign.Text == "*" ? Operation.Multiply : Operation.Divide, Signed(), sign);
        }
        return left;
    }

    private Node Signed()
    {
        if (!Current.Is("-"))
            return Word();
        var sign = Advance();
        if (NumberOf(Current, negative: true) is { } number)
        {
            Advance();
            return new(number, sign.At);
        }
        return Deeper(() => new Node(new Negation(typing.Number(Signed(), "-")), sign.At));
    }

    private Node Word()
    {
        var token = Current;
        if (NumberOf(token, negative: false) is { } number)
        {
            Advance();
            return new(number, token.At);
        }
        return token switch
        {
            { Kind: TokenKind.Text } => new(new Literal(Value.Of(Advance().Text)), token.At),
            _ when token.Is("(") => Deeper(Parenthesised),
            { Kind: TokenKind.Name } when Keywords.Any(token.Is) => throw Error.At(text, token.At, $"a value is missing before {token}"),
            { Kind: TokenKind.Name } when tokens[next + 1].Is("(") => Deeper(Function),
            { Kind: TokenKind.Name } => Name(),
            { Kind: TokenKind.End } => throw Error.At(text, token.At, "the expression ends too early; a value is missing"),
            _ => throw Error.At(text, token.At, $"a value is missing before {token}"),
        };
    }

    private Node Parenthesised()
    {
        var open = Advance();
        var inner = Any();
        if (!Take(")"))
            throw Current.Kind == TokenKind.End ? Error.At(text, open.At, "this ( is never closed") : Unexpected();
        return inner with { At = open.At, Bare = false };
    }

    private Node Function()
    {
        var name = Advance();
        Advance();
        var arguments = Current.Is(")") ? [] : ListOf(Any);
        Expect(")", $"the ( of {name.Text} is never closed");
        return new(typing.Call(name, arguments), name.At);
    }

    private Node Name()
    {
        var name = Advance();
        return columns.Find(name.Text) is { } column
            ? new(new ColumnValue(column), name.At)
            : new(new Literal(Value.Of(name.Text)), name.At, Bare: true);
    }

    private GroupValue GroupSum()
    {
        var left = GroupProduct();
        while (Current.Is("+") || Current.Is("-"))
            left = new GroupArithmetic(
                GroupNumeric(left), Advance().Text == "+" ? Operation.Add : Operation.Subtract, GroupNumeric(GroupProduct()));
        return left;
    }

    private GroupValue GroupProduct()
    {
        var left = GroupSigned();
        while (Current.Is("*") || Current.Is("/"))
            left = new GroupArithmetic(
                GroupNumeric(left), Advance().Text == "*" ? Operation.Multiply : Operation.Divide, GroupNumeric(GroupSigned()));
        return left;
    }

    private GroupValue GroupSigned()
    {
        var negative = Current.Is("-");
        if (NumberOf(negative ? tokens[next + 1] : Current, negative) is { } number)
        {
            next += negative ? 2 : 1;
            return new GroupNumber(number);
        }
        if (Take("-"))
            return Deeper(() => new GroupNegation(GroupNumeric(GroupSigned())));
        return Current.Is("(") ? Deeper(GroupParenthesised) : Aggregate();
    }

    private GroupValue GroupParenthesised()
    {
        var open = Advance();
        var inner = GroupSum();
        if (!Take(")"))
            throw Current.Kind == TokenKind.End ? Error.At(text, open.At, "this ( is never closed") : Unexpected();
        return inner;
    }

    private GroupValue GroupNumeric(GroupValue value) => value.Kinds != ValueKind.Text ? value
        : throw Error.At(text, Current.At, $"{value} is text, and there is nothing to calculate with text");

    private Aggregate Aggregate()
    {
        var name = Advance();
        var kind = Expressions.Aggregate.Names.ToList().FindIndex(name.Is);
        if (kind < 0)
            throw Error.At(text, name.At, $"there is no aggregate {name}; {NearestWord.Remedy(name.Text, Expressions.Aggregate.Names)}");
        Expect("(", $"after '{name.Text}' comes what it is taken of, for instance {Example((AggregateKind)kind)}");
        var operand = Current.Is(")") && kind == (int)AggregateKind.Count ? null : Operand((AggregateKind)kind, name.Text);
        var aggregate = new Aggregate((AggregateKind)kind, operand);
        switch (aggregate.Kind)
        {
            case AggregateKind.ArgMax or AggregateKind.ArgMin:
                Expect(",",
                    $"{name.Text} takes what is shown and what it is largest or smallest by, for instance {Example(aggregate.Kind)}");
                aggregate = aggregate with { By = typing.Number(Sum(), name.Text) };
                break;
            case AggregateKind.Percentile:
                Expect(",",
                    $"{name.Text} takes a number and how many per cent of all lie below it, for instance {Example(aggregate.Kind)}");
                aggregate = aggregate with { Percent = Percent() };
                break;
        }
        Expect(")", $"the ( of {name.Text} is never closed");
        return aggregate;
    }

    private static string Example(AggregateKind kind) => kind switch
    {
        AggregateKind.ArgMax => "argmax(epochs, valAccuracy)",
        AggregateKind.ArgMin => "argmin(epochs, valLoss)",
        AggregateKind.Percentile => "percentile(valAccuracy, 90)",
        _ => $"{Expressions.Aggregate.Names[(int)kind]}(valAccuracy)",
    };

    private Literal Percent()
    {
        if (NumberOf(Current, negative: false) is not { Value.Number: >= 0 and <= 100 } percent)
            throw Error.At(text, Current.At, "a percentile is a number from 0 to 100");
        Advance();
        return percent;
    }

    private Scalar Operand(AggregateKind kind, string name)
    {
        var operand = Sum();
        return kind is AggregateKind.Count or AggregateKind.ArgMax or AggregateKind.ArgMin ? typing.Scalar(operand)
            : kind is AggregateKind.Min or AggregateKind.Max && operand.Expression is ColumnValue { Column.Time: true } time ? time
            : typing.Number(operand, name);
    }

    private SortKey SortKey()
    {
        var at = Current.At;
        var descending = Take("-");
        return IsOfGroups()
            ? new(descending, null, GroupSum(), at)
            : new(descending, typing.Scalar(Sum()), null, at);
    }

    /// <summary>Whether the key that begins here has an aggregate in it.</summary>
    private bool IsOfGroups()
    {
        var depth = 0;
        for (var i = next; tokens[i].Kind != TokenKind.End && (depth > 0 || !tokens[i].Is(",")); i++)
        {
            if (tokens[i].Kind == TokenKind.Name && tokens[i + 1].Is("(") && Expressions.Aggregate.Names.Any(tokens[i].Is))
                return true;
            depth += tokens[i].Is("(") ? 1 : tokens[i].Is(")") ? -1 : 0;
        }
        return false;
    }

    /// <summary>The number that the token is, as an integer where it is written as one and fits; null where it is none.</summary>
    private static Literal? NumberOf(Token token, bool negative)
    {
        var sign = negative ? "-" : "";
        if (token.Kind == TokenKind.Number)
        {
            return new(long.TryParse(sign + token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                ? Value.Of(integer)
                : Value.Of(double.Parse(sign + token.Text, NumberStyles.Float, CultureInfo.InvariantCulture)));
        }
        return token.Is("nan") ? new(Value.Of(double.NaN))
            : token.Is("inf") ? new(Value.Of(negative ? double.NegativeInfinity : double.PositiveInfinity))
            : null;
    }

    private T Deeper<T>(Func<T> read)
    {
        if (++nesting > MaxDepth)
            throw Error.At(text, Current.At, $"the expression is nested more than {MaxDepth} deep");
        var result = read();
        nesting--;
        return result;
    }

    private Token Advance() => Current.Kind == TokenKind.End ? Current : tokens[next++];

    private bool Take(string word)
    {
        if (!Current.Is(word))
            return false;
        next++;
        return true;
    }

    private void Expect(string symbol, string otherwise)
    {
        if (!Take(symbol))
            throw Error.At(text, Current.At, otherwise);
    }
}

/// <summary>A piece of the expression and where it begins.</summary>
/// <param name="Bare">A word that is no column's name and stands without quotes: text, or a misspelt name.</param>
internal readonly record struct Node(Expression Expression, int At, bool Bare = false);
