using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using System.Globalization;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>Draws values of a row: columns, numbers, texts, what is reckoned from them.</summary>
/// <param name="rows">What is asked about: what is compared with them is often taken from them, or nothing would ever be equal.</param>
internal sealed class ValueGrammar(Dice dice, Spelling spelling, IReadOnlyList<AskedRow> rows, bool ofEpochs)
{
    /// <summary>Words beside those that occur.</summary>
    private static readonly string[] Words =
        ["box", "", " ", "a b", "it's", "\"", "''", "Größe", "日本", "completed", "lr", "nan", "3", "-", "%", "a\nb", "😀", "yes", "é"];

    private readonly ImmutableArray<AskedColumn> columns = ofEpochs ? [.. AskedColumn.All, AskedColumn.Epoch] : AskedColumn.All;

    public AskedColumn AnyColumn(Func<AskedColumn, bool> of) => dice.Of(columns.Where(of).ToArray());

    public SaidValue Column(AskedColumn column) =>
        new(column.Name, spelling.Word(column.Name), column.Kind, column.Measured, row => column.Read(row));

    /// <summary>A column or what is reckoned, text or a number.</summary>
    public SaidValue Any(int depth) => dice.Below(5) switch
    {
        0 => Column(AnyColumn(column => column.Kind == ValueKind.Text)),
        1 => Day(),
        _ => Number(depth),
    };

    /// <summary>sum = product { ("+" | "-") product }.</summary>
    public SaidValue Number(int depth) =>
        Chain(depth, () => Chain(depth - 1, () => Signed(depth - 1), ("*", (a, b) => a * b), ("/", (a, b) => a / b)),
            ("+", (a, b) => a + b), ("-", (a, b) => a - b));

    public SaidValue Day()
    {
        var column = AnyColumn(column => column.Time);
        var text = $"{spelling.Word("date")}{spelling.InParentheses(spelling.Word(column.Name))}";
        return new($"date({column.Name})", text, ValueKind.Text, false,
            row => (column.Read(row) as string)?[..10]);
    }

    /// <summary>A number as it may stand in a list, with its sign.</summary>
    public SaidValue Literal(object number)
    {
        var negative = number is long integer ? integer < 0 : double.IsNegative((double)number) && !Cells.IsNaN(number);
        var size = (number, negative) switch
        {
            (long.MinValue, _) => (object)9223372036854775808.0,
            (long whole, true) => -whole,
            (double fraction, true) => -fraction,
            _ => number,
        };
        // The smallest integer has no positive counterpart, so its digits are written out.
        var text = number is long.MinValue ? "9223372036854775808" : spelling.Number(size);
        return new(Cells.Text(number), negative ? $"-{spelling.Gap}{text}" : text,
            number is long ? ValueKind.Integer : ValueKind.Number, false, _ => number);
    }

    /// <summary>A number that one of the rows has, or any.</summary>
    public object SomeNumber(AskedColumn column)
    {
        object? known = rows.Count > 0 && dice.Chance(0.7) ? column.Read(dice.Of(rows)) : null;
        return known is long or double ? known : dice.Below(8) switch
        {
            0 => (long)dice.Between(-3, 12),
            1 => dice.Unit(),
            2 => dice.AnyScale(1e-6, 1e6),
            3 => double.PositiveInfinity,
            4 => (double)dice.Between(0, 4),
            5 => 0.5,
            6 => long.MaxValue - dice.Below(2),
            _ => (long)dice.Below(3),
        };
    }

    /// <summary>A text that one of the rows has, a part of one, or any.</summary>
    public string SomeText(AskedColumn column)
    {
        if (rows.Count == 0 || dice.Chance(0.3) || column.Read(dice.Of(rows)) is not string { Length: > 0 } known)
            return dice.Of(Words);
        if (dice.Chance(0.6))
            return known;
        // Not between the halves of a character that has two.
        var from = dice.Below(known.Length);
        var part = known[from..dice.Between(from, known.Length)];
        return part.All(c => !char.IsSurrogate(c)) ? part : known;
    }

    public DateTimeOffset SomeMoment(AskedColumn column) =>
        rows.Count > 0 && column.Read(dice.Of(rows)) is string known
            ? DateTimeOffset.Parse(known, CultureInfo.InvariantCulture).AddMilliseconds(dice.Of([0, 0, 1, -1, 3_600_000]))
            : new(2026, 1, dice.Between(1, 28), dice.Below(24), dice.Below(60), 0, TimeSpan.Zero);

    private SaidValue Chain(int depth, Func<SaidValue> part, params (string Sign, Func<double, double, double> Of)[] operations)
    {
        var left = part();
        while (depth > 0 && dice.Chance(0.25))
        {
            var (sign, of) = dice.Of(operations);
            var (before, after) = (left, part());
            left = new($"({before.Shape} {sign} {after.Shape})", $"{before.Text}{spelling.Gap}{sign}{spelling.Gap}{after.Text}",
                ValueKind.Number, before.Measured || after.Measured,
                row => before.Of(row) is { } one && after.Of(row) is { } other ? of(Cells.Number(one), Cells.Number(other)) : null);
        }
        return left;
    }

    /// <summary>signed = "-" signed | word.</summary>
    private SaidValue Signed(int depth)
    {
        if (depth <= 0 || !dice.Chance(0.1))
            return Word(depth);
        var inner = Word(depth - 1);
        // A sign straight before a number belongs to it; in parentheses it is a sign of its own.
        var text = inner.Text[0] is var first && (char.IsAsciiDigit(first) || first == '.' || inner.Shape is "NaNd" or "Infinityd")
            ? spelling.InParentheses(inner.Text) : inner.Text;
        return new($"-({inner.Shape})", $"-{spelling.Gap}{text}", ValueKind.Number, inner.Measured,
            row => inner.Of(row) is { } value ? -Cells.Number(value) : null);
    }

    private SaidValue Word(int depth) => (depth > 0 ? dice.Below(12) : 6 + dice.Below(6)) switch
    {
        0 => Function("abs", depth, Math.Abs),
        1 => Function("log10", depth, Math.Log10),
        2 => Previous(depth),
        3 => Parenthesised(depth),
        6 => Literal(SomeNumber(AnyColumn(column => column.Kind != ValueKind.Text))),
        _ => Column(AnyColumn(column => column.Kind != ValueKind.Text)),
    };

    private SaidValue Parenthesised(int depth)
    {
        var inner = Number(depth - 1);
        return inner with { Text = spelling.InParentheses(inner.Text) };
    }

    private SaidValue Function(string name, int depth, Func<double, double> of)
    {
        var inner = Number(depth - 1);
        var text = $"{spelling.Word(name)}{spelling.InParentheses(inner.Text)}";
        return new($"{name}({inner.Shape})", text, ValueKind.Number, inner.Measured,
            row => inner.Of(row) is { } value ? of(Cells.Number(value)) : null);
    }

    private SaidValue Previous(int depth)
    {
        var inner = Number(depth - 1);
        var text = $"{spelling.Word("previous")}{spelling.InParentheses(inner.Text)}";
        return new($"previous({inner.Shape})", text, inner.Kind, inner.Measured,
            row => row.Before is { } before ? inner.Of(before) : null);
    }
}
