using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Expressions;

/// <summary>Puts pieces together where their types allow it; otherwise says which piece is what.</summary>
/// <param name="columns">The names that it may use.</param>
internal sealed class Typing(string text, RowColumns columns)
{

    public Condition Condition(Node node) => node.Expression switch
    {
        Condition condition => condition,
        _ when node.Bare => throw UnknownName(node),
        _ => throw Error.At(text, node.At, $"{Described(node)}, and a condition is needed here, for instance 'lr < 0.01'"),
    };

    public Scalar Scalar(Node node) => node.Expression switch
    {
        _ when node.Bare => throw UnknownName(node),
        Scalar scalar => scalar,
        _ => throw Error.At(text, node.At, $"{Described(node)}, and a number or text is needed here"),
    };

    /// <param name="taker">What needs the number: an operator or a function.</param>
    public Scalar Number(Node node, string taker) => node.Expression switch
    {
        _ when node.Bare => throw UnknownName(node),
        Scalar { Kind: not ValueKind.Text } number => number,
        _ => throw Error.At(text, node.At, $"{Described(node)}, and {taker} needs a number"),
    };

    public Node Arithmetic(Node left, Operation operation, Node right, Token sign) =>
        new(new Arithmetic(Number(left, sign.Text), operation, Number(right, sign.Text)), left.At);

    public Condition Compare(Node left, Comparator comparator, Node right, int at)
    {
        if (IsTime(left) || IsTime(right))
            return CompareTimes(left, comparator, right);
        if (IsDay(left) || IsDay(right))
            CheckDay(IsDay(left) ? left : right, IsDay(left) ? right : left);
        if (left.Bare && !IsText(right, bareToo: false))
            throw UnknownName(left);
        if (right.Bare && !IsText(left, bareToo: false) && NearestWord.Of(WordOf(right), columns.Names) is not null)
            throw UnknownName(right);
        var (a, b) = (Compared(left), Compared(right));
        if ((a.Kind == ValueKind.Text) != (b.Kind == ValueKind.Text))
        {
            var remedy = b is Literal && a.Kind == ValueKind.Text ? "; write it in quotes" : "";
            throw Error.At(text, right.At, $"{Described(left)}, {Described(right)}{remedy}");
        }
        if (a.Kind == ValueKind.Text && comparator is not (Comparator.Equal or Comparator.NotEqual))
            throw Error.At(text, at, "text can be compared with = and != only");
        if (IsNaN(a) || IsNaN(b))
            return AgainstNaN(IsNaN(b) ? a : b, comparator, at);
        return new Relation(WordFor(b, a, left.At), comparator, WordFor(a, b, right.At));
    }

    public Expression Call(Token name, IReadOnlyList<Node> arguments)
    {
        var function = Functions.Names.FirstOrDefault(name.Is);
        switch (function)
        {
            case null when Aggregate.Names.Any(name.Is):
                throw Error.At(text, name.At, $"{name.Text} is taken of a group of trials and stands in --agg only");
            case null:
                throw Error.At(text, name.At, $"there is no function {name}; {NearestWord.Remedy(name.Text, Functions.Names)}");
            case "contains" or "startswith":
                Expect(name, arguments, 2);
                return new TextTest(
                    function == "contains" ? TextTestKind.Contains : TextTestKind.StartsWith,
                    Text(arguments[0], function), Text(arguments[1], function));
            case "ismissing":
                Expect(name, arguments, 1);
                return new Test(TestKind.IsMissing, Scalar(arguments[0]));
            case Previous.Name:
                Expect(name, arguments, 1);
                return new Previous(Number(arguments[0], function));
            case Day.Name:
                Expect(name, arguments, 1);
                return Scalar(arguments[0]) is ColumnValue { Column.Time: true } time ? new Day(time)
                    : throw Error.At(text, arguments[0].At, $"{Described(arguments[0])}, and {function} needs a time: {TimeNames}");
            default:
                Expect(name, arguments, 1);
                return Numeric(function, Number(arguments[0], function));
        }
    }

    private static Expression Numeric(string function, Scalar operand) => function switch
    {
        "abs" => new Mapped(MapKind.Abs, operand),
        "log10" => new Mapped(MapKind.Log10, operand),
        "isnan" => new Test(TestKind.IsNaN, operand),
        _ => new Test(TestKind.IsFinite, operand),
    };

    private string TimeNames => string.Join(" or ", columns.All.Where(column => column.Time).Select(column => column.Name));

    private static bool IsTime(Node node) => node.Expression is ColumnValue { Column.Time: true };

    private static bool IsDay(Node node) => node.Expression is Day;

    /// <summary>A day is compared with a day: any other text would equal none, in silence.</summary>
    private void CheckDay(Node day, Node other)
    {
        if (other.Expression is Literal { Kind: ValueKind.Text, Value.Text: var word } && Instants.Read(word) is not { WholeDay: true })
            throw Error.At(text, other.At, $"{day.Expression} is a day; compare it with one in quotes, for instance '2026-11-26' (UTC)");
    }

    /// <summary>A day stands for its first moment; to be equal to it is to lie in it.</summary>
    private Condition CompareTimes(Node left, Comparator comparator, Node right)
    {
        if (IsTime(left) && IsTime(right))
            return new Relation((Scalar)left.Expression, comparator, (Scalar)right.Expression);
        var (column, literal) = IsTime(left) ? (left, right) : (right, left);
        if (literal.Expression is not Literal { Kind: ValueKind.Text, Value.Text: var word } || Instants.Read(word) is not { } read)
            throw Error.At(text, literal.At,
                $"{column.Expression} is a time; compare it with a day or a moment in quotes, "
                + "for instance '2026-11-26' or '2026-11-26 14:30' (UTC)");
        var (time, at) = ((Scalar)column.Expression, MomentOf(read.At));
        if (!read.WholeDay || comparator is not (Comparator.Equal or Comparator.NotEqual))
            return IsTime(left) ? new Relation(time, comparator, at) : new Relation(at, comparator, time);
        var within = new And(
            new Relation(time, Comparator.GreaterOrEqual, at), new Relation(time, Comparator.Less, MomentOf(read.At.AddDays(1))));
        return comparator == Comparator.Equal ? within : new And(new Not(new Test(TestKind.IsMissing, time)), new Not(within));
    }

    private static Literal MomentOf(DateTimeOffset at) => new(Value.Of(Instants.Text(at)));

    private void Expect(Token name, IReadOnlyList<Node> arguments, int count)
    {
        if (arguments.Count != count)
        {
            var wanted = count == 1 ? "one value" : $"{count} values";
            throw Error.At(text, name.At, $"{name.Text} takes {wanted} and was given {arguments.Count}");
        }
    }

    private Scalar Text(Node node, string taker) => IsText(node, bareToo: true)
        ? (Scalar)node.Expression
        : throw Error.At(text, node.At, $"{Described(node)}, and {taker} needs text");

    /// <summary>Nothing equals not-a-number, so comparing with it can only mean to ask for it.</summary>
    private Condition AgainstNaN(Scalar operand, Comparator comparator, int at) => comparator switch
    {
        Comparator.Equal => new Test(TestKind.IsNaN, operand),
        Comparator.NotEqual => new Not(new Test(TestKind.IsNaN, operand)),
        _ => throw Error.At(text, at, "nothing is smaller or larger than nan; write isnan(…) or isfinite(…)"),
    };

    /// <summary>Text that is compared with a column of a few words, such as <c>state</c>, must be one of them.</summary>
    private Scalar WordFor(Scalar other, Scalar side, int at)
    {
        if (side is not Literal { Kind: ValueKind.Text, Value.Text: var word }
            || other is not ColumnValue { Column: { Words: { } words } column })
            return side;
        return words.FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } meant
            ? new Literal(Value.Of(meant))
            : throw Error.At(text, at, $"there is no {column.Name} '{word}'; {NearestWord.Remedy(word, words)}");
    }

    private Scalar Compared(Node node) => node.Expression as Scalar
        ?? throw Error.At(text, node.At, $"{Described(node)}, and only numbers and text can be compared");

    private BadInputException UnknownName(Node node) =>
        Error.At(text, node.At, $"there is no column '{WordOf(node)}'; {NearestWord.Remedy(WordOf(node), columns.Names)}");

    private static bool IsText(Node node, bool bareToo) => node.Expression is Scalar { Kind: ValueKind.Text } && (bareToo || !node.Bare);
    private static bool IsNaN(Scalar scalar) => scalar is Literal { Value.IsNaN: true };
    private static string WordOf(Node node) => ((Literal)node.Expression).Value.Text;

    private static string Described(Node node) => node.Expression switch
    {
        Scalar { Kind: ValueKind.Text } => $"{Shortened(node.Expression)} is text",
        Scalar _ => $"{Shortened(node.Expression)} is a number",
        _ => $"'{Shortened(node.Expression)}' is a condition",
    };

    private static string Shortened(Expression expression) =>
        expression.ToString() is { Length: > 60 } all ? all[..57] + "…" : expression.ToString();
}
