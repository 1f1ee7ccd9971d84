using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Statistics;

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
            yield return $"best of {report.Single.Sweep}: {report.Objective.Name()} {Mean(winner)} after epoch {winner.Configuration.Epochs}{(winner.Trials.Length > 1 ? $" (mean ± standard deviation of {winner.Trials.Length} seeds)" : "")}";
            yield return $"  {winner.Configuration}{(winner.Trials is [var single] ? FormattableString.Invariant($", seed {single.Seed}") : "")}";
        }
        else
        {
            yield return $"{report.Single.Sweep}: no trial has completed yet";
        }
    }

    /// <summary>How sure that is, what is tied with the winner, and where to look next.</summary>
    public static IRenderable Details(BestReport report) =>
        report.Winner is { } winner ? new Rows([Facts(report, winner), .. Others(report), Sentences(report)]) : new Rows();

    private static string Mean(Standing winner) => winner.Trials.Length > 1 ? $"{Figures.Metric(winner.Mean)} ± {Figures.Metric(winner.Values.Deviation)}" : Figures.Metric(winner.Mean);

    private static Grid Facts(BestReport report, Standing winner)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 2, 0), NoWrap = true }).AddColumn();
        var several = winner.Trials.Length > 1;
        if (winner.Interval is { } interval)
            Add(grid, "95 % interval", $"{Figures.Metric(interval.Low)} to {Figures.Metric(interval.High)} ({SourceOf(interval)})");
        Add(grid, several ? "best epochs" : "best epoch", BestEpochs(report.Objective, winner));
        Add(grid, several ? "trials" : "trial", string.Join(", ", winner.Trials.Select(t => several ? $"{t.Trial} (seed {t.Seed})" : $"{t.Trial}")));
        if (report.SingleIsOfAnotherConfiguration)
            Add(grid, "best single trial", $"{report.SingleTrial!.Trial}, {Configuration.Of(report.SingleTrial)}, seed {report.SingleTrial.Seed}: {Figures.Metric(report.Single.Value ?? double.NaN)}. Another configuration, less good on average.");
        else if (several)
            Add(grid, "best single trial", $"{report.SingleTrial?.Trial} (seed {report.SingleTrial?.Seed}): {Figures.Metric(report.Single.Value ?? double.NaN)}");
        return grid;
    }

    private static Grid Sentences(BestReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 1, 0) }).AddColumn();
        foreach (var sentence in report.Edges.Concat(report.Notes))
            grid.AddRow(new Text("•"), new Text(sentence));
        return grid;
    }

    private static void Add(Grid grid, string name, string what) => grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(what));

    private static string SourceOf(Interval interval) =>
        interval.Source == IntervalSource.Seeds ? "of the mean, Student's t" : "binomial over the validation images, Wilson; one seed, so without the spread between seeds";

    /// <summary>The best epoch is chosen by the objective, but what is kept of it is the accuracy.</summary>
    private static string BestEpochs(Objective objective, Standing winner) =>
        $"{string.Join(", ", winner.Trials.Select(t => t.BestEpoch ?? 0))} of {winner.Configuration.Epochs}, {(winner.Trials.Length > 1 ? "mean " : "")}valAccuracy {Figures.Metric(winner.BestEpochMean)} there ({(objective == Objective.ValAccuracy ? "" : "least valLoss, ")}chosen with hindsight)";

    private static IEnumerable<IRenderable> Others(BestReport report)
    {
        var (tied, tested) = (report.Tied.ToArray(), report.Standings.Count(s => s.Against is not null));
        if (tested == 0)
            yield break;
        if (tied.Length == 0)
        {
            yield return new Text(tested == 1 ? "The other configuration is worse." : $"All {tested} other configurations that could be compared are worse.");
            yield break;
        }
        yield return new Text($"Tied with it: {tied.Length} of {tested} other configurations{(tied.Length > MaxTied ? $", of which the first {MaxTied}" : "")}");
        yield return new Padder(TiedTable(report, tied), new Padding(2, 0, 0, 0));
    }

    private static Table TiedTable(BestReport report, Standing[] tied)
    {
        (string Name, Func<Standing, string> Cell)[] columns =
        [
            ("lr", s => Figures.Short(s.Configuration.LearningRate)),
            ("epochs", s => $"{s.Configuration.Epochs}"),
            .. Differing(report, "weightDecay", s => Figures.Short(s.Configuration.WeightDecay)),
            .. Differing(report, "batchSize", s => $"{s.Configuration.BatchSize}"),
            ("seeds", s => $"{s.Trials.Length}"),
            (report.Objective.Name(), s => Figures.Metric(s.Mean)),
            ("difference", s => Figures.Signed(s.Against!.Difference)),
            ("p", s => Figures.Probability(s.AdjustedP!.Value)),
        ];
        var table = new Table { Border = TableBorder.None };
        foreach (var (name, _) in columns)
            table.AddColumn(new TableColumn(new Text(name, new Style(decoration: Decoration.Dim))) { Alignment = Justify.Right, NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        foreach (var standing in tied.Take(MaxTied))
            table.AddRow(columns.Select(c => new Text(c.Cell(standing))));
        return table;
    }

    /// <summary>The column, unless all configurations agree in it.</summary>
    private static IEnumerable<(string, Func<Standing, string>)> Differing(BestReport report, string name, Func<Standing, string> cell) =>
        report.Standings.Select(cell).Distinct().Count() > 1 ? [(name, cell)] : [];
}
