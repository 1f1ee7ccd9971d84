using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Statistics;

/// <summary>A <see cref="BestReport"/> at the terminal.</summary>
internal static class BestReportView
{
    /// <summary>How many configurations are listed of those tied with the winner.</summary>
    private const int MaxTied = 20;

    /// <summary>What won: lines to search and to pipe.</summary>
    public static IEnumerable<string> Lines(BestReport report)
    {
        if (report.Winner is { } winner)
        {
            var seeds = winner.Trials.Length > 1 ? $" (mean ± standard deviation of {winner.Trials.Length} seeds)" : "";
            yield return $"best of {report.Best.Sweep}: {report.Objective.Metric} {BestFacts.Value(winner)} "
                + $"after epoch {winner.Configuration.Epochs}{seeds}";
            var seed = winner.Trials is [var single] ? FormattableString.Invariant($", seed {single.Seed}") : "";
            yield return $"  {winner.Configuration}{seed}";
        }
        else
        {
            yield return $"{report.Best.Sweep}: no trial has completed yet";
        }
    }

    /// <summary>How sure that is, what is tied with the winner, and where to look next.</summary>
    public static IRenderable Details(BestReport report) =>
        report.Winner is not null ? new Rows([Facts(report), .. Others(report), Sentences(report)]) : new Rows();

    private static Grid Facts(BestReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 2, 0), NoWrap = true }).AddColumn();
        foreach (var (name, what) in BestFacts.Of(report))
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new WrappedText(what));
        return grid;
    }

    private static Grid Sentences(BestReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 1, 0) }).AddColumn();
        foreach (var sentence in report.Edges.Concat(report.Notes))
            grid.AddRow(new Text("•"), new WrappedText(sentence));
        return grid;
    }

    private static IEnumerable<IRenderable> Others(BestReport report)
    {
        if (BestFacts.Tied(report, MaxTied) is not { } sentence)
            yield break;
        yield return new WrappedText(sentence);
        var tied = report.Tied.ToArray();
        if (tied.Length > 0)
            yield return new Padder(TiedTable(report, tied), new Padding(2, 0, 0, 0));
    }

    private static Table TiedTable(BestReport report, Standing[] tied)
    {
        var columns = BestFacts.TiedColumns(report);
        var table = new Table { Border = TableBorder.None };
        foreach (var (name, _) in columns)
        {
            var heading = new Text(name, new Style(decoration: Decoration.Dim));
            table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right, NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }
        foreach (var standing in tied.Take(MaxTied))
            table.AddRow(columns.Select(c => new Text(c.Cell(standing))));
        return table;
    }
}
