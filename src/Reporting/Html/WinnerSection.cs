using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Plots;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Html;

/// <summary>
/// The configuration that won, how sure that is, what is tied with it and where to look next: what <c>sweep best</c> prints.
/// </summary>
internal static class WinnerSection
{
    /// <summary>How many configurations are listed of those tied with the winner.</summary>
    private const int MaxTied = 20;

    public static Markup Of(SweepRecord sweep)
    {
        var report = Leaderboards.Best(sweep);
        return report is { Winner: { } winner, BestSeed: { } best } ? Markup.Of($"""
            <section id="winner"><h2>Winner</h2>
            <p class="value">{report.Objective.Show(winner.Mean)}</p>
            <p>{Described(report.Objective, winner)} with
            {With(winner, best)}.</p>
            <p class="quiet">Trial <code>{best.Trial}</code>{Origin(report, winner, best)}.</p>
            <dl id="winner-facts">{Markup.Join(BestFacts.Of(report).Select(Fact))}</dl>
            {Tied(report)}
            <ul id="winner-notes" class="quiet">{Markup.Join(report.Edges.Concat(report.Notes).Select(Note))}</ul></section>
            """) : Markup.Raw("<section id=\"winner\"><h2>No winner yet</h2><p>No trial has completed.</p></section>");
    }

    private static Markup With(Standing winner, TrialRow best)
    {
        var seed = winner.Trials.Length == 1 ? FormattableString.Invariant($", seed {best.Seed}") : "";
        if (!best.Hyperparameters.Shared.IsOfNetwork)
        {
            var values = winner.Configuration.Values.Where(value => value.Key != ParameterName.Epochs);
            return Markup.Of($"<b>{ParametersText.Of(values, ", ")}</b>{seed}");
        }
        var rest = $", weight decay {Numbers.Short(winner.Configuration.WeightDecay)}, batch size {winner.Configuration.BatchSize}{seed}";
        return Markup.Of($"<b>learning rate {Numbers.Short(winner.Configuration.LearningRate)}</b>{rest}");
    }

    private static string Origin(BestReport report, Standing winner, TrialRow best) => (winner.Trials.Length == 1 ? "" : ", its best seed")
        + $", trained by {best.Agent}; exactly {Leaderboard.Value(report.Objective, best).ToString("R", CultureInfo.InvariantCulture)}";

    private static Markup Fact((string Name, string What) fact) => Markup.Of($"<dt>{fact.Name}</dt><dd>{fact.What}</dd>");

    private static Markup Note(string sentence) => Markup.Of($"<li>{sentence}</li>");

    private static string Described(Objective objective, Standing winner)
    {
        var what = objective.Words();
        var epochs = $"{Counted.Of(winner.Configuration.Epochs, "epoch")}";
        return winner.Trials.Length == 1
            ? $"{what} after {epochs}"
            : $"mean {what} of {winner.Trials.Length} seeds, standard deviation {objective.Show(winner.Values.Deviation)}, after {epochs}";
    }

    private static Markup Tied(BestReport report)
    {
        if (BestFacts.Tied(report, MaxTied) is not { } sentence)
            return default;
        ImmutableArray<Standing> tied = [.. report.Tied.Take(MaxTied)];
        return Markup.Of($"<h3>{sentence}</h3>{(tied.IsEmpty ? default : Table(BestFacts.TiedColumns(report), tied))}");
    }

    private static Markup Table(
        ImmutableArray<(string Name, Func<Standing, string> Cell)> columns, ImmutableArray<Standing> tied) => Markup.Of($"""
        <div class="wide"><table id="tied"><thead><tr>{Markup.Join(columns.Select(Head))}</tr></thead>
        <tbody>
        {Markup.Join(tied.Select(standing => Row(columns, standing)))}</tbody></table></div>
        """);

    private static Markup Head((string Name, Func<Standing, string> Cell) column) => Markup.Of($"<th>{column.Name}</th>");

    private static Markup Row(ImmutableArray<(string Name, Func<Standing, string> Cell)> columns, Standing standing) =>
        Markup.Of($"<tr>{Markup.Join(columns.Select(column => Markup.Of($"<td>{column.Cell(standing)}</td>")))}</tr>\n");
}
