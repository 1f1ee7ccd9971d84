using System.Collections.Immutable;
using System.Globalization;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// What <c>sweep best</c> prints, in words: made where the trials are, so that who only shows it needs none of them.
/// </summary>
/// <param name="Lines">What won: lines to search and to pipe.</param>
/// <param name="Facts">What is known of the winner; nothing while there is none.</param>
/// <param name="Tied">How many configurations are tied with it; null where none was compared with it.</param>
/// <param name="Columns">Of the table of these.</param>
/// <param name="Rows">Of the same, a cell for each column.</param>
/// <param name="Sentences">Where to look next, and what the comparison rests on.</param>
/// <param name="Trials">How the trials of the grid stand.</param>
public sealed record BestPage(
    ImmutableArray<string> Lines, ImmutableArray<BestFact> Facts, string? Tied, ImmutableArray<string> Columns,
    ImmutableArray<ImmutableArray<string>> Rows, ImmutableArray<string> Sentences, TrialCounts Trials)
{
    /// <summary>How many configurations are listed of those tied with the winner.</summary>
    private const int MaxTied = 20;

    internal static BestPage Of(BestReport report)
    {
        if (report.Winner is null)
            return new([.. LinesOf(report)], [], null, [], [], [], report.Best.Trials);
        var sentence = BestFacts.Tied(report, MaxTied);
        var tied = sentence is null ? [] : report.Tied.Take(MaxTied).ToArray();
        var columns = tied.Length == 0 ? [] : BestFacts.TiedColumns(report);
        return new(
            [.. LinesOf(report)], [.. BestFacts.Of(report).Select(fact => new BestFact(fact.Name, fact.What))],
            sentence,
            [.. columns.Select(column => column.Name)],
            [.. tied.Select(standing => columns.Select(column => column.Cell(standing)).ToImmutableArray())],
            [.. report.Edges, .. report.Notes], report.Best.Trials);
    }

    private static IEnumerable<string> LinesOf(BestReport report)
    {
        if (report.Winner is not { } winner)
        {
            yield return $"{report.Best.Sweep}: no trial has completed yet";
            yield break;
        }
        var seeds = winner.Trials.Length > 1 ? $" (mean ± standard deviation of {winner.Trials.Length} seeds)" : "";
        yield return $"best of {report.Best.Sweep}: {report.Objective.Metric} {BestFacts.Value(winner)} "
            + $"after epoch {winner.Configuration.Epochs}{seeds}";
        var seed = winner.Trials is [var single] ? string.Create(CultureInfo.InvariantCulture, $", seed {single.Seed}") : "";
        yield return $"  {winner.Configuration}{seed}";
    }
}

/// <summary>One thing that is known of a winner.</summary>
public sealed record BestFact(string Name, string What);
