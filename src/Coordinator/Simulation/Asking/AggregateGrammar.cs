using Sweep.Experiments.Expressions;
using System.Globalization;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>Draws what is taken of groups of rows.</summary>
internal sealed class AggregateGrammar(Dice dice, Spelling spelling, ValueGrammar values)
{
    public SaidAggregate Any()
    {
        var one = Single();
        if (one.Kind == ValueKind.Text || !dice.Chance(0.25))
            return one;
        var other = dice.Chance(0.3) ? Number() : Single();
        if (other.Kind == ValueKind.Text)
            return one;
        var (sign, of) = dice.Of<(string, Func<double, double, double>)>(
            [("+", (a, b) => a + b), ("-", (a, b) => a - b), ("*", (a, b) => a * b), ("/", (a, b) => a / b)]);
        return new($"({one.Shape} {sign} {other.Shape})", $"{one.Text}{spelling.Gap}{sign}{spelling.Gap}{other.Text}", ValueKind.Number,
            group => one.Of(group) is { } a && other.Of(group) is { } b ? of(Cells.Number(a), Cells.Number(b)) : null);
    }

    private SaidAggregate Number()
    {
        var number = (long)dice.Between(1, 9);
        return new(Cells.Text(number), spelling.Number(number), ValueKind.Integer, _ => number);
    }

    private SaidAggregate Single()
    {
        switch (dice.Below(10))
        {
            case 0:
                return new("count()", $"{spelling.Word("count")}({spelling.Gap})", ValueKind.Integer, group => (long)group.Count);
            case 1:
                return Of("count", values.Any(1), ValueKind.Integer, cells => (long)cells.Count);
            case 2:
                return OfExtreme(largest: dice.Chance(0.5));
            case 3:
                return Percentile();
            case 4:
                return dice.Chance(0.3) ? TimeExtreme() : NumberExtreme();
            case 5:
                return NumberExtreme();
            case 6:
                return OfNumbers("median", numbers => Middle(numbers, 0.5));
            case 7:
                return OfNumbers("std", Deviation);
            case 8:
                return OfNumbers("sum", numbers => Sum(numbers));
            default:
                return OfNumbers("mean", numbers => Sum(numbers) / numbers.Count);
        }
    }

    private SaidAggregate NumberExtreme()
    {
        var value = values.Number(1);
        var largest = dice.Chance(0.5);
        return Of(largest ? "max" : "min", value, value.Kind, cells => cells.Count == 0 ? null : Extreme(cells, largest));
    }

    /// <summary>Text of which later is larger.</summary>
    private SaidAggregate TimeExtreme()
    {
        var largest = dice.Chance(0.5);
        return Of(largest ? "max" : "min", values.Column(values.AnyColumn(column => column.Time)), ValueKind.Text,
            cells => cells.Count == 0 ? null : Extreme(cells, largest));
    }

    /// <summary>Passes over what is not a number while there is a number; of equals the first.</summary>
    private static object Extreme(IReadOnlyList<object> cells, bool largest)
    {
        var numbers = cells.Where(cell => !Cells.IsNaN(cell)).ToList();
        return numbers.Count == 0 ? double.NaN
            : numbers.First(cell => numbers.All(other => Cells.Compare(cell, other)!.Value * (largest ? 1 : -1) >= 0));
    }

    private SaidAggregate OfNumbers(string name, Func<IReadOnlyList<double>, double?> of) =>
        Of(name, values.Number(1), ValueKind.Number, cells => cells.Count == 0 ? null : of([.. cells.Select(Cells.Number)]));

    private SaidAggregate Percentile()
    {
        var value = values.Number(1);
        var percent = dice.Of<object>([0L, 50L, 100L, 90L, 10L, 99.5, 25.0, (long)dice.Between(0, 100)]);
        return new($"percentile({value.Shape}, {Cells.Text(percent)})",
            $"{spelling.Word("percentile")}({spelling.List([value.Text, spelling.Number(percent)])})", ValueKind.Number,
            group => Known(group, value) is { Count: > 0 } cells
                ? Middle([.. cells.Select(Cells.Number)], Cells.Number(percent) / 100)
                : null);
    }

    /// <summary>Of a measurement only completed trials take part, and of equals the first counts.</summary>
    private SaidAggregate OfExtreme(bool largest)
    {
        var (shown, by) = (values.Any(1), values.Number(1));
        var name = largest ? "argmax" : "argmin";
        var text = $"{spelling.Word(name)}({spelling.List([shown.Text, by.Text])})";
        return new($"{name}({shown.Shape}, {by.Shape})", text, shown.Kind, group =>
        {
            var taking = group.Where(row => !by.Measured || row.Metrics is not null || row.Trial.State == TrialState.Completed)
                .Where(row => by.Of(row) is { } cell && !Cells.IsNaN(cell)).ToList();
            var extreme = taking.FirstOrDefault(row =>
                taking.All(other => Cells.Compare(by.Of(row), by.Of(other))!.Value * (largest ? 1 : -1) >= 0));
            return extreme is null ? null : shown.Of(extreme);
        });
    }

    /// <param name="of">Of the values that are not missing.</param>
    private SaidAggregate Of(string name, SaidValue value, ValueKind kind, Func<IReadOnlyList<object>, object?> of) =>
        new($"{name}({value.Shape})", $"{spelling.Word(name)}{spelling.Gap}{spelling.InParentheses(value.Text)}", kind,
            group => of(Known(group, value)));

    private static List<object> Known(IReadOnlyList<AskedRow> group, SaidValue value) => [.. group.Select(value.Of).OfType<object>()];

    private static double Sum(IReadOnlyList<double> numbers)
    {
        var sum = 0.0;
        foreach (var number in numbers)
            sum += number;
        return sum;
    }

    private static double? Deviation(IReadOnlyList<double> numbers)
    {
        if (numbers.Count < 2)
            return null;
        var mean = Sum(numbers) / numbers.Count;
        return Math.Sqrt(Sum([.. numbers.Select(number => (number - mean) * (number - mean))]) / (numbers.Count - 1));
    }

    /// <summary>
    /// Between two of the values in proportion, reckoned in the very order that docs/queries.md names, as any other sum here: so
    /// every answer is held to the last bit, also one that is a difference of two that are nearly the same.
    /// </summary>
    private static double? Middle(IReadOnlyList<double> numbers, double part)
    {
        if (numbers.Any(double.IsNaN))
            return double.NaN;
        var sorted = numbers.Order().ToList();
        var at = part * (sorted.Count - 1);
        var (below, rest) = ((int)Math.Floor(at), at - Math.Floor(at));
        if (rest == 0)
            return sorted[below];
        var (low, high) = (sorted[below], sorted[below + 1]);
        var between = rest == 0.5 ? (low + high) / 2 : low + (rest * (high - low));
        // Equal are also the two zeros, between which lies the positive one; so equal ones are told apart only where they are infinite. The
        // last is of two infinities, and where the difference is too large for a number.
        return double.IsFinite(between) ? between : low == high ? low : (low * (1 - rest)) + (high * rest);
    }
}
