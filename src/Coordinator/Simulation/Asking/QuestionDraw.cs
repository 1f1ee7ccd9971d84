using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>Draws one question of a home and answers it.</summary>
internal sealed class QuestionDraw(AskedHome home, Dice dice)
{
    private readonly Spelling spelling = new(dice);

    public DrawnQuestion Draw()
    {
        var (all, removed, epochs, grouped) = (dice.Chance(0.3), dice.Chance(0.3), dice.Chance(0.3), dice.Chance(0.4));
        var sweep = all || dice.Chance(0.3) ? null : dice.Of(home.Sweeps).Name;
        var asked = all ? home.Sweeps : [home.Sweeps.FirstOrDefault(one => one.Name == sweep) ?? home.Sweeps[0]];
        var inGridOrder = Rows(asked, removed, epochs, ranked: false);
        var values = new ValueGrammar(dice, spelling, inGridOrder, epochs);
        var where = dice.Chance(0.7) ? new ConditionGrammar(dice, spelling, values).Condition(2) : null;
        int? limit = dice.Chance(0.3) ? dice.Between(1, 8) : null;
        var question = new TrialQuestion(sweep) { All = all, Removed = removed, Epochs = epochs, Where = where?.Text, Limit = limit };
        return grouped
            ? Grouped(question, values, Chosen(inGridOrder, where, epochs))
            : Plain(question, values, asked, where);
    }

    private DrawnQuestion Plain(TrialQuestion question, ValueGrammar values, ImmutableArray<AskedSweep> asked, SaidCondition? where)
    {
        var shown = dice.Chance(0.3) ? [] : Distinct(dice.Between(1, 4), () => values.Any(2), value => value.Shape);
        var keys = dice.Chance(0.3) ? [] : Keys(dice.Between(1, 3), () => values.Any(2));
        var rows = Chosen(Rows(asked, question.Removed, question.Epochs, ranked: keys.IsEmpty), where, question.Epochs);
        // Among measurements, those of trials that completed come before all others.
        var sorted = Sorted(rows, [.. keys.SelectMany(key => new (Func<AskedRow, object?>, bool)[]
        {
            (row => key.By.Measured && row.Metrics is null && row.Trial.State != TrialState.Completed ? 1L : 0L, false),
            (key.By.Of, key.Descending),
        })]).Take(question.Limit ?? int.MaxValue);
        IReadOnlyList<(ValueKind Kind, Func<AskedRow, object?> Of)> columns = shown.IsEmpty
            ? [.. Unnamed(question).Select(column => (column.Kind, column.Read))] : [.. shown.Select(value => (value.Kind, value.Of))];
        return new(
            question with
            {
                Columns = shown.IsEmpty ? null : spelling.List(shown.Select(value => value.Text)),
                Sort = keys.IsEmpty ? null : spelling.List(keys.Select(key => Key(key.By.Text, key.Descending))),
            },
            [.. columns.Select(column => column.Kind)],
            [.. sorted.Select(row => columns.Select(column => column.Of(row)).ToImmutableArray())]);
    }

    private DrawnQuestion Grouped(TrialQuestion question, ValueGrammar values, IReadOnlyList<AskedRow> rows)
    {
        var by = dice.Chance(0.15) ? [] : Distinct(dice.Between(1, 3), () => values.Any(1), value => value.Shape);
        var aggregates = new AggregateGrammar(dice, spelling, values);
        var shown = !by.IsEmpty && dice.Chance(0.2) ? [] : Distinct(dice.Between(1, 3), aggregates.Any, one => one.Shape);
        // What all rows of a group have in common is equal in every value: not-a-number belongs with not-a-number, missing with missing.
        var groups = by.IsEmpty
            ? [[.. rows]]
            : rows.GroupBy(row => string.Join('\u0001', by.Select(value => Cells.Text(value.Of(row) is -0.0 ? 0.0 : value.Of(row)))))
                .Select(group => group.ToImmutableArray()).ToImmutableArray();
        var counted = shown.IsEmpty ? [new SaidAggregate("count()", "", ValueKind.Integer, group => (long)group.Count)] : shown;
        var answers = groups.Select(Answer).ToImmutableArray();
        var sortable = by.Select((value, place) => (value.Text, Place: place))
            .Concat(shown.Select((one, place) => (one.Text, Place: by.Length + place))).ToArray();
        var keys = sortable.Length == 0 || dice.Chance(0.4) ? [] : Keys(dice.Between(1, 2), () => dice.Of(sortable));
        var sorted = Sorted(answers, [.. keys.Select(key => (Cell(key.By.Place), key.Descending))]);
        return new(
            question with
            {
                GroupBy = by.IsEmpty ? null : spelling.List(by.Select(value => value.Text)),
                Aggregates = shown.IsEmpty ? null : spelling.List(shown.Select(one => one.Text)),
                Sort = keys.IsEmpty ? null : spelling.List(keys.Select(key => Key(key.By.Text, key.Descending))),
            },
            [.. by.Select(value => value.Kind), .. counted.Select(one => one.Kind)],
            [.. sorted.Take(question.Limit ?? int.MaxValue)]);

        ImmutableArray<object?> Answer(ImmutableArray<AskedRow> group) =>
            [.. by.Select(value => value.Of(group[0])), .. counted.Select(one => one.Of(group))];

        static Func<ImmutableArray<object?>, object?> Cell(int place) => row => row[place];
    }

    private ImmutableArray<(T By, bool Descending)> Keys<T>(int count, Func<T> draw) =>
        [.. Enumerable.Range(0, count).Select(_ => (draw(), dice.Chance(0.5)))];

    /// <summary>A leading minus sorts the largest first, so that of a value itself stands in parentheses.</summary>
    private string Key(string text, bool descending) =>
        descending ? $"-{spelling.Gap}{(NeedsParentheses(text) ? spelling.InParentheses(text) : text)}"
        : text.StartsWith('-') ? spelling.InParentheses(text) : text;

    /// <summary>A number after the minus is read with it: the order is the same, the name of the column would be another.</summary>
    private static bool NeedsParentheses(string text) => text[0] == '-' || char.IsAsciiDigit(text[0]) || text[0] == '.';

    private static IReadOnlyList<T> Sorted<T>(IReadOnlyList<T> rows, IReadOnlyList<(Func<T, object?> By, bool Descending)> keys)
    {
        // LINQ's sort is stable: what is equal in all keys keeps its order.
        var sorted = rows.Order(Comparer<T>.Create((_, _) => 0));
        foreach (var (by, descending) in keys)
            sorted = sorted.ThenBy(by, Comparer<object?>.Create((one, other) => Cells.Order(one, other, descending)));
        return [.. sorted];
    }

    private static ImmutableArray<T> Distinct<T>(int count, Func<T> draw, Func<T, string> shape) =>
        [.. Enumerable.Range(0, count).Select(_ => draw()).DistinctBy(shape)];

    private static IEnumerable<AskedColumn> Unnamed(TrialQuestion question) =>
    [
        .. question.All ? [AskedColumn.Sweep] : ImmutableArray<AskedColumn>.Empty,
        .. question.Epochs ? AskedColumn.OfEpochs : AskedColumn.OfTrials,
        .. question.Removed ? [AskedColumn.InGrid] : ImmutableArray<AskedColumn>.Empty,
    ];

    /// <summary>Those that fulfil the condition; of epochs that several of these trials share, the longest trial's.</summary>
    private static IReadOnlyList<AskedRow> Chosen(IReadOnlyList<AskedRow> rows, SaidCondition? where, bool epochs)
    {
        IReadOnlyList<AskedRow> chosen = [.. rows.Where(row => where?.Holds(row) ?? true)];
        return !epochs ? chosen : [.. chosen.Where(row => ReferenceEquals(row, Longest(chosen.Where(other => IsSameEpoch(row, other)))))];
    }

    private static AskedRow? Longest(IEnumerable<AskedRow> rows) => rows.MaxBy(row => row.Trial.Epochs);

    private static bool IsSameEpoch(AskedRow one, AskedRow other) =>
        one.Trial.Run == other.Trial.Run && one.Metrics!.Epoch == other.Metrics!.Epoch;

    private static IReadOnlyList<AskedRow> Rows(ImmutableArray<AskedSweep> sweeps, bool removed, bool epochs, bool ranked) =>
        [.. sweeps.SelectMany(sweep => Rows(sweep, removed, epochs, ranked))];

    private static IEnumerable<AskedRow> Rows(AskedSweep sweep, bool removed, bool epochs, bool ranked)
    {
        var trials = removed ? sweep.Grid.AddRange(sweep.Removed) : sweep.Grid;
        var ordered = ranked ? Ranked(trials, sweep.Objective) : trials;
        return epochs ? ordered.SelectMany(trial => Curve(sweep, trial)) : ordered.Select(trial => Linked(trial, trials));
    }

    private static AskedRow Linked(TrialRow trial, ImmutableArray<TrialRow> trials)
    {
        var before = trials.Where(other => other.Run == trial.Run && other.Epochs < trial.Epochs).MaxBy(other => other.Epochs);
        return new(trial, null, null, before is null ? null : Linked(before, trials));
    }

    private static IEnumerable<AskedRow> Curve(AskedSweep sweep, TrialRow trial)
    {
        AskedRow? before = null;
        foreach (var (metrics, at) in sweep.Curves.GetValueOrDefault(trial.Run, []).Where(epoch => epoch.Metrics.Epoch <= trial.Epochs))
            yield return before = new(trial, metrics, at, before);
    }

    /// <summary>The best completed trials of the grid first, of equals the shorter, then the earlier; then all others.</summary>
    private static ImmutableArray<TrialRow> Ranked(ImmutableArray<TrialRow> trials, Objective objective)
    {
        double Value(TrialRow trial) => objective.Cost(trial.Metric(objective.Metric) ?? double.NaN);
        bool TakesPart(TrialRow trial) => trial is { InGrid: true, State: TrialState.Completed } && double.IsFinite(Value(trial));
        return [.. trials.Where(TakesPart).OrderBy(Value).ThenBy(trial => trial.Epochs), .. trials.Where(trial => !TakesPart(trial))];
    }
}
