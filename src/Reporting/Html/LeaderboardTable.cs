using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Plots;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Html;

/// <summary>The trials, best first: the first fifty to read, all of them folded away. A click on a heading sorts.</summary>
internal static class LeaderboardTable
{
    private const int Top = 50;

    /// <summary>Of all: more than that no browser shows, and nobody reads.</summary>
    private const int Most = 10_000;

    /// <param name="Left">Words stand on the left, numbers on the right.</param>
    private sealed record Column(string Heading, Func<TrialRow, Markup> Cell, bool Left = false);

    public static Markup Of(SweepRecord sweep)
    {
        var rows = Ranked(sweep);
        HashSet<TrialId> winners = [.. sweep.Winner()?.Trials.Select(trial => trial.Row.Trial) ?? []];
        var (columns, same) = Columns(sweep);
        ImmutableArray<(int?, TrialRow)> first =
            [.. rows.Where(r => r.Trial.State is not (TrialState.Pending or TrialState.Cancelled)).Take(Top)];
        var listed = rows[..Math.Min(rows.Length, Most)];
        var all = rows.Length <= first.Length
            ? default
            : Markup.Of($"<details><summary>{AllOf(rows.Length)}</summary>{Table("all-trials", listed, columns, winners)}</details>");
        var said = same.Length == 0 ? default : Markup.Of($"<p class=\"quiet\">The same in every trial: {string.Join(", ", same)}.</p>");
        if (winners.Count > 1)
            said = Markup.Of($"<p class=\"quiet\">Trials one by one; bold ones are seeds of the winner.</p>{said}");
        return first.IsEmpty
            ? Markup.Of($"<p>No trial has ended yet.</p>{said}{all}")
            : Markup.Of($"{said}{Table("leaderboard", first, columns, winners)}{all}");
    }

    private static string AllOf(int trials) => trials <= Most
        ? FormattableString.Invariant($"All {trials} trials")
        : FormattableString.Invariant($"The first {Most} of {trials} trials (`sweep export csv` writes all)");

    /// <summary>What is looked for first stands first, for narrow screens. A hyperparameter that never varies needs no column.</summary>
    private static (ImmutableArray<Column> Columns, string[] Same) Columns(SweepRecord sweep)
    {
        var (trials, objective) = (sweep.Trials, sweep.Spec.Objective);
        var metrics = SweepMetrics.Of(sweep);
        string[] shown =
        [
            .. MetricNames.BuiltIn.Contains(objective.Metric) ? Array.Empty<string>() : [objective.Metric],
            .. BuiltIn.Where(metrics.Contains), .. metrics,
        ];
        var measured = shown.Distinct().Select(Metric).ToArray();
        bool Varies<T>(Func<TrialRow, T> value) => trials.Select(value).Distinct().Skip(1).Any();
        var ofNetwork = trials.All(trial => trial.Hyperparameters.Shared.IsOfNetwork);
        var names = ofNetwork ? [] : TrialColumns.Of(sweep).Parameters.Select(column => column.Name).ToArray();
        (bool Varies, Column Column, Func<TrialRow, string> Same)[] others = !ofNetwork
        ?
        [
            .. names.Select(name => (
                Varies(t => t.Hyperparameters[name]), new Column(name, t => Plain(Numbers.Short(t.Hyperparameters[name]))),
                (Func<TrialRow, string>)(t => $"{name} {Numbers.Short(t.Hyperparameters[name])}"))),
        ]
        :
        [
            (Varies(t => t.Seed), new("seed", t => Plain(t.Seed)), t => FormattableString.Invariant($"seed {t.Seed}")),
            (
                Varies(t => t.WeightDecay), new("weight decay", t => Exact(t.WeightDecay, Numbers.Short(t.WeightDecay))),
                t => $"weight decay {Numbers.Short(t.WeightDecay)}"),
            (
                Varies(t => t.BatchSize), new("batch", t => Plain(t.BatchSize)),
                t => FormattableString.Invariant($"batch size {t.BatchSize}")),
        ];
        return (
        [
            measured[0],
            .. ofNetwork
                ? [new("lr", t => Exact(t.LearningRate, Numbers.Short(t.LearningRate))), new("epochs", t => Plain(t.Epochs))]
                : Array.Empty<Column>(),
            .. others.Where(o => o.Varies).Select(o => o.Column),
            .. measured[1..],
            new("state", t => Markup.Of($"<td class=\"text state\">{Word(t.State)}</td>"), Left: true),
            new("best epoch", t => t.State == TrialState.Diverged ? Plain("") : Positive(t.BestEpoch)),
            Objective.Known.Contains(objective)
                ? There("accuracy there", t => t.BestEpochValAccuracy, v => Numbers.Percent(v))
                : There($"{objective.Metric} there", t => t.BestEpochValue, v => Numbers.Measure(v)),
            new("seconds", t => t.Seconds is { } seconds ? Exact(seconds, Numbers.Fixed(seconds, 1)) : Plain("")),
            new("agent", t => Markup.Of($"<td class=\"text\">{t.Agent}</td>"), Left: true),
            new("attempt", t => Positive(t.Attempt)),
        ],
        trials.Length < 2 ? [] : [.. others.Where(o => !o.Varies).Select(o => o.Same(trials[0]))]);
    }

    private static readonly string[] BuiltIn = [MetricNames.ValAccuracy, MetricNames.ValLoss, MetricNames.TrainLoss];

    private static Column Metric(string name) => name switch
    {
        MetricNames.ValAccuracy => new("val. accuracy", t => Measured(t, t.ValAccuracy, v => Numbers.Percent(v))),
        MetricNames.ValLoss => new("val. loss", t => Measured(t, t.ValLoss, v => Numbers.Measure(v))),
        MetricNames.TrainLoss => new("train. loss", t => Measured(t, t.TrainLoss, v => Numbers.Measure(v))),
        _ => new(name, t => Measured(t, t.Metric(name), v => Numbers.Measure(v))),
    };

    private static Column There(string heading, Func<TrialRow, double?> value, Func<double, string> show) =>
        new(heading, t => t.State == TrialState.Diverged ? Plain("") : Measured(t, value(t), show));

    /// <summary>Completed trials by their objective, then those without a number to rank, in the grid's order.</summary>
    private static ImmutableArray<(int? Rank, TrialRow Trial)> Ranked(SweepRecord sweep)
    {
        var ranked = Leaderboard.Rank(sweep.Spec.Objective, sweep.Trials);
        var others = sweep.Trials.Except(ranked).OrderBy(t => t.State == TrialState.Diverged ? 0 : 1);
        return [.. ranked.Select((t, i) => ((int?)(i + 1), t)), .. others.Select(t => ((int?)null, t))];
    }

    private static Markup Table(
        string id, ImmutableArray<(int? Rank, TrialRow Trial)> rows, ImmutableArray<Column> columns, HashSet<TrialId> winners) =>
        Markup.Of($"""
        <div class="wide"><table id="{id}" class="sortable"><thead><tr>{Heads(columns)}</tr></thead>
        <tbody>
        {Markup.Join(rows.Select(r => Row(r.Rank, r.Trial, columns, winners.Contains(r.Trial.Trial))))}</tbody></table></div>
        """);

    private static Markup Heads(ImmutableArray<Column> columns) =>
        Markup.Of($"<th>#</th><th class=\"text\">trial</th>{Markup.Join(columns.Select(Head))}");

    private static Markup Head(Column column) =>
        Markup.Of($"<th{Markup.Raw(column.Left ? " class=\"text\"" : "")}>{column.Heading}</th>");

    private static Markup Row(int? rank, TrialRow t, ImmutableArray<Column> columns, bool winner) => Markup.Of($"""
        <tr class="{Word(t.State)}{(winner ? " winner" : "")}"><td>{rank}</td>{Id(t)}{Markup.Join(columns.Select(c => c.Cell(t)))}</tr>

        """);

    private static Markup Id(TrialRow t) => Markup.Of($"<td class=\"id\" title=\"{t.Trial}\">{t.Trial.Value[..8]}</td>");

    private static Markup Plain<T>(T value) => Markup.Of($"<td>{value}</td>");

    /// <summary>A rounded number with the exact one behind it, to sort by and to be shown when pointed at.</summary>
    private static Markup Exact(double value, string shown) =>
        Markup.Of($"<td title=\"{value.ToString("R", CultureInfo.InvariantCulture)}\">{shown}</td>");

    /// <summary>What a diverged network still classifies is chance, not a result.</summary>
    private static Markup Measured(TrialRow trial, double? value, Func<double, string> show) => value switch
    {
        null => Plain(""),
        _ when trial.State == TrialState.Diverged => Markup.Raw("<td class=\"none\">diverged</td>"),
        { } v => Exact(v, show(v)),
    };

    /// <summary>Zero stands for none.</summary>
    private static Markup Positive(int? number) => Plain(number is > 0 ? number : null);

    private static string Word(TrialState state) => state.ToString().ToLowerInvariant();
}
