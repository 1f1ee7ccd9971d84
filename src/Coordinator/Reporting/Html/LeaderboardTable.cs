using System.Collections.Immutable;
using System.Globalization;
using Sweep.Coordinator.Reporting.Plots;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Html;

/// <summary>The trials, best first: the first fifty to read, all of them folded away. A click on a heading sorts.</summary>
internal static class LeaderboardTable
{
    private const int Top = 50;

    private static readonly string[] Headings =
        ["#", "trial", "state", "val. accuracy", "val. loss", "lr", "epochs", "seed", "weight decay", "batch", "train. loss", "best epoch", "accuracy there", "seconds", "agent", "attempt"];

    public static Markup Of(SweepRecord sweep)
    {
        var rows = Ranked(sweep);
        var all = rows.Length <= Top ? default : Markup.Of($"<details><summary>All {rows.Length} trials</summary>{Table("all-trials", rows)}</details>");
        return Markup.Of($"{Table("leaderboard", [.. rows.Take(Top)])}{all}");
    }

    /// <summary>Completed trials by their objective, then those without a number to rank, in the grid's order. Of equals the winner, then the one with fewer epochs.</summary>
    private static ImmutableArray<(int? Rank, TrialRow Trial)> Ranked(SweepRecord sweep)
    {
        var objective = sweep.Spec.Objective;
        var ranked = sweep.Trials.Where(t => double.IsFinite(objective.Of(t))).OrderBy(t => objective == Objective.ValAccuracy ? -objective.Of(t) : objective.Of(t)).ThenBy(t => t.Trial == sweep.View.Best.Trial ? 0 : t.Epochs).ToArray();
        return [.. ranked.Select((t, i) => ((int?)(i + 1), t)), .. sweep.Trials.Except(ranked).OrderBy(t => t.State == TrialState.Diverged ? 0 : 1).Select(t => ((int?)null, t))];
    }

    private static Markup Table(string id, ImmutableArray<(int? Rank, TrialRow Trial)> rows) => Markup.Of($"""
        <div class="wide"><table id="{id}" class="sortable"><thead><tr>{Markup.Join(Headings.Select(h => Markup.Of($"<th>{h}</th>")))}</tr></thead>
        <tbody>
        {Markup.Join(rows.Select(r => Row(r.Rank, r.Trial)))}</tbody></table></div>
        """);

    private static Markup Row(int? rank, TrialRow t)
    {
        Markup[] cells =
        [
            Plain(rank?.ToString(CultureInfo.InvariantCulture)), Markup.Of($"<td class=\"id\" title=\"{t.Trial}\">{t.Trial.Value[..8]}</td>"), Plain(Word(t.State)),
            Measured(t, t.ValAccuracy, Numbers.Percent), Measured(t, t.ValLoss, Numbers.Loss),
            Exact(t.LearningRate, Numbers.Rate(t.LearningRate)), Plain(t.Epochs), Plain(t.Seed), Exact(t.WeightDecay, Numbers.Rate(t.WeightDecay)), Plain(t.BatchSize),
            Measured(t, t.TrainLoss, Numbers.Loss),
            t.State == TrialState.Diverged ? Plain("") : Positive(t.BestEpoch), t.State == TrialState.Diverged ? Plain("") : Measured(t, t.BestEpochValAccuracy, Numbers.Percent),
            t.Seconds is { } seconds ? Exact(seconds, FormattableString.Invariant($"{seconds:0.0}")) : Plain(""),
            Markup.Of($"<td class=\"text\">{t.Agent}</td>"), Positive(t.Attempt),
        ];
        return Markup.Of($"<tr class=\"{Word(t.State)}{(rank == 1 ? " winner" : "")}\">{Markup.Join(cells)}</tr>\n");
    }

    private static Markup Plain<T>(T value) => Markup.Of($"<td>{value}</td>");

    /// <summary>A rounded number with the exact one behind it, to sort by and to be shown when pointed at.</summary>
    private static Markup Exact(double value, string shown) => Markup.Of($"<td title=\"{value.ToString("R", CultureInfo.InvariantCulture)}\">{shown}</td>");

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
