using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>
/// Draws conditions, level by level as docs/queries.md has them bind: <c>or</c> loosest, then <c>and</c>, then <c>not</c>, then
/// comparisons. Parentheses stand where they change something, and at times where they do not.
/// </summary>
internal sealed class ConditionGrammar(Dice dice, Spelling spelling, ValueGrammar values)
{
    private static readonly ImmutableArray<(string Sign, Func<int, bool> Holds)> Comparators =
    [
        ("=", order => order == 0), ("==", order => order == 0), ("!=", order => order != 0), ("<", order => order < 0),
        ("<=", order => order <= 0), (">", order => order > 0), (">=", order => order >= 0),
    ];

    public SaidCondition Condition(int depth) =>
        Joined("or", depth, () => Joined("and", depth, () => Negated(depth), every: true), every: false);

    private SaidCondition Joined(string word, int depth, Func<SaidCondition> part, bool every)
    {
        var parts = new List<SaidCondition> { part() };
        while (depth > 0 && dice.Chance(0.3))
            parts.Add(part());
        return new(string.Join(spelling.Apart(word), parts.Select(one => one.Text)),
            row => every ? parts.All(one => one.Holds(row)) : parts.Any(one => one.Holds(row)));
    }

    private SaidCondition Negated(int depth)
    {
        if (depth > 0 && dice.Chance(0.2))
        {
            var denied = Negated(depth - 1);
            return new($"{spelling.Apart("not")}{denied.Text}", row => !denied.Holds(row));
        }
        if (depth > 0 && dice.Chance(0.3))
        {
            var inner = Condition(depth - 1);
            return inner with { Text = spelling.InParentheses(inner.Text) };
        }
        return dice.Below(10) switch
        {
            0 => Test(),
            1 => TextTest(),
            2 => State(),
            3 => Text(),
            4 => Time(),
            5 => OneOf(),
            6 => IsNaN(),
            _ => Comparison(depth),
        };
    }

    private SaidCondition Comparison(int depth)
    {
        var (left, right) = (values.Number(depth), values.Number(depth));
        if (IsNaNItself(left) || IsNaNItself(right))
            return IsNaN();
        var (sign, holds) = dice.Of(Comparators);
        // Half of what is compared is a column with one of its values.
        if (dice.Chance(0.5))
        {
            var column = values.AnyColumn(column => column.Kind != ValueKind.Text);
            var number = values.SomeNumber(column);
            if (Cells.IsNaN(number))
                return IsNaN();
            (left, right) = (values.Column(column), values.Literal(number));
        }
        return new($"{left.Text}{spelling.Gap}{sign}{spelling.Gap}{right.Text}",
            row => Cells.Compare(left.Of(row), right.Of(row)) is { } order && holds(order));
    }

    /// <summary>To be equal to not-a-number can only mean to ask for it.</summary>
    private SaidCondition IsNaN()
    {
        var value = values.Column(values.AnyColumn(column => column.Kind != ValueKind.Text));
        var not = dice.Chance(0.5);
        var (sign, nan) = (not ? "!=" : dice.Chance(0.5) ? "=" : "==", spelling.Word("nan"));
        var (left, right) = dice.Chance(0.5) ? (value.Text, nan) : (nan, value.Text);
        return new($"{left}{spelling.Gap}{sign}{spelling.Gap}{right}", row => Cells.IsNaN(value.Of(row)) != not);
    }

    private SaidCondition Test() => dice.Below(3) switch
    {
        0 => Called("ismissing", values.Any(2), cell => cell is null),
        1 => Called("isnan", values.Number(2), Cells.IsNaN),
        _ => Called("isfinite", values.Number(2), Cells.IsFinite),
    };

    private SaidCondition Called(string name, SaidValue value, Func<object?, bool> holds) =>
        new($"{spelling.Word(name)}{spelling.Gap}{spelling.InParentheses(value.Text)}", row => holds(value.Of(row)));

    private SaidCondition TextTest()
    {
        var column = values.AnyColumn(column => column.Kind == ValueKind.Text);
        var part = values.SomeText(column);
        var contains = dice.Chance(0.5);
        var arguments = spelling.List([spelling.Word(column.Name), spelling.Text(part, bare: true)]);
        return new($"{spelling.Word(contains ? "contains" : "startswith")}({arguments})",
            row => column.Read(row) is string text
                && (contains ? text.Contains(part, StringComparison.Ordinal) : text.StartsWith(part, StringComparison.Ordinal)));
    }

    private SaidCondition State()
    {
        var asked = Enum.GetValues<TrialState>().Where(_ => dice.Chance(0.4)).DefaultIfEmpty(TrialState.Completed).ToArray();
        return Member(values.Column(AskedColumn.All.Single(column => column.Name == "state")),
            [.. asked.Select(AskedColumn.NameOf).Select(state => (spelling.Text(spelling.Word(state), bare: true), (object)state))]);
    }

    private SaidCondition Text()
    {
        var column = values.AnyColumn(column => column is { Kind: ValueKind.Text, Time: false, Name: not "state" });
        var asked = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => values.SomeText(column)).ToArray();
        return Member(values.Column(column), [.. asked.Select(text => (spelling.Text(text, bare: true), (object)text))]);
    }

    private SaidCondition OneOf()
    {
        var column = values.AnyColumn(column => column.Kind != ValueKind.Text);
        var asked = Enumerable.Range(0, dice.Between(1, 4)).Select(_ => values.SomeNumber(column))
            .Select(number => (values.Literal(number).Text, number));
        return Member(values.Column(column), [.. asked]);
    }

    /// <summary>Equal to the one, or in or not in a list of several.</summary>
    private SaidCondition Member(SaidValue value, ImmutableArray<(string Text, object Cell)> members)
    {
        bool IsIn(AskedRow row) => members.Any(one =>
            Cells.IsNaN(one.Cell) ? Cells.IsNaN(value.Of(row)) : Cells.Compare(value.Of(row), one.Cell) == 0);
        if (members is [var (text, cell)] && dice.Chance(0.5))
        {
            var equal = dice.Chance(0.5);
            // A comparison with what is missing is false whatever it is, but for the question whether it is not-a-number.
            return new($"{value.Text}{spelling.Gap}{(equal ? "=" : "!=")}{spelling.Gap}{text}",
                row => equal ? IsIn(row)
                    : Cells.IsNaN(cell) ? !IsIn(row)
                    : Cells.Compare(value.Of(row), cell) is { } order && order != 0);
        }
        var not = dice.Chance(0.3);
        var list = spelling.List(members.Select(one => one.Text));
        return new($"{value.Text}{(not ? spelling.Apart("not") : "")}{spelling.Apart("in")}({list})",
            row => IsIn(row) != not);
    }

    /// <summary>A day stands for its first moment, but to be equal to it is to lie in it.</summary>
    private SaidCondition Time()
    {
        var column = values.AnyColumn(column => column.Time);
        var moment = values.SomeMoment(column);
        var (sign, holds) = dice.Of(Comparators);
        var name = spelling.Word(column.Name);
        var day = new DateTimeOffset(moment.UtcDateTime.Date, TimeSpan.Zero);
        switch (dice.Below(4))
        {
            case 0:
                return new($"{name}{spelling.Gap}{sign}{spelling.Gap}{spelling.Moment(moment)}", Compared(moment, holds));
            case 1:
                return new($"{spelling.Moment(moment)}{spelling.Gap}{sign}{spelling.Gap}{name}", Compared(moment, order => holds(-order)));
            case 2 when sign is "=" or "==" or "!=":
                var equal = sign != "!=";
                return new($"{spelling.Word("date")}({name}){spelling.Gap}{sign}{spelling.Gap}{spelling.Day(day)}", OnTheDay(equal));
            default:
                return new($"{name}{spelling.Gap}{sign}{spelling.Gap}{spelling.Day(day)}",
                    sign is "=" or "==" or "!=" ? OnTheDay(sign != "!=") : Compared(day, holds));
        }

        Func<AskedRow, bool> Compared(DateTimeOffset with, Func<int, bool> answer) =>
            row => Cells.Compare(column.Read(row), AskedColumn.TextOf(with)) is { } order && answer(order);

        Func<AskedRow, bool> OnTheDay(bool equal) =>
            row => column.Read(row) is string at && (at[..10] == AskedColumn.TextOf(day)[..10]) == equal;
    }

    private static bool IsNaNItself(SaidValue value) => value.Shape == Cells.Text(double.NaN);
}
