using Sweep.Experiments.Expressions;
using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Statistics;

/// <summary>A <see cref="Comparison"/> at the terminal, 80 columns wide.</summary>
internal static class ComparisonView
{
    private const int SparklineWidth = 40;

    /// <summary>From this ratio of largest to smallest on, a linear scale would show one curve as a flat line.</summary>
    private const double LogarithmicFrom = 100;

    public static IRenderable Of(Comparison comparison) => AboutConfigurations(comparison) is { } sentence
        ? new Rows(Values(comparison), new Text(""), Curves(comparison), new Text(""), new Text(sentence))
        : new Rows(Values(comparison), new Text(""), Curves(comparison));

    private static string? AboutConfigurations(Comparison comparison) => (comparison.A, comparison.B) switch
    {
        var (a, b) when a.Trial == b.Trial => "A and B are the same trial.",
        var (a, b) when Configuration.Of(a) == Configuration.Of(b) =>
            FormattableString.Invariant($"A and B are seeds {a.Seed} and {b.Seed} of one configuration."),
        _ => comparison.Configurations is { } configurations ? Sentence(configurations) : null,
    };

    /// <summary>
    /// What the two configurations do over all their seeds. Whoever names two of many after looking needs <c>best</c>, which corrects for
    /// that.
    /// </summary>
    private static string Sentence(ComparedConfigurations compared)
    {
        var difference = Numbers.Signed(compared.B.Mean - compared.A.Mean);
        var means = $"Over their seeds: A {Mean(compared.A)}, B {Mean(compared.B)}, B − A {difference}";
        return compared.Test is not { } test
            ? $"{means}; nothing is known of the uncertainty of one of them."
            : $"{means}, p {Numbers.Probability(test.P)} ({NameOf(test)}). That holds for two configurations "
                + "that were chosen before looking; 'sweep best' corrects for choosing the winner.";
    }

    private static string NameOf(DifferenceTest test) => test.Test == TestUsed.PooledT
        ? $"two-sided t-test with the sweep's spread between seeds, {Numbers.Rate(test.Degrees)} degrees of freedom"
        : "two-sided z-test, by the chance in the validation images alone";

    private static string Mean(Candidate candidate) =>
        $"{Numbers.Measure(candidate.Mean)} ({Counted.Of(candidate.Trials.Length, "seed")})";

    private static Table Values(Comparison comparison)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var name in (string[])["", $"A {comparison.A.Trial}", $"B {comparison.B.Trial}", "B − A"])
        {
            var (heading, side) = (new Text(name, new Style(decoration: Decoration.Bold)), name.Length == 0 ? Justify.Left : Justify.Right);
            table.AddColumn(new TableColumn(heading) { Alignment = side, NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }
        Add(table, "state", State(comparison.A), State(comparison.B), "");
        foreach (var value in comparison.Hyperparameters.Concat(comparison.Metrics))
            Add(table, value.Name, TerminalTable.Shown(value.A), TerminalTable.Shown(value.B), Difference(value.Difference));
        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(c)));

    private static string State(TrialRow trial) => TrialColumns.State.Read(trial).Text;

    private static string Difference(Value difference) => difference switch
    {
        { IsMissing: false } when difference.Number == 0 => "same",
        { IsMissing: false } when difference.Number > 0 => $"+{TerminalTable.Shown(difference)}",
        _ => TerminalTable.Shown(difference),
    };

    private static Grid Curves(Comparison comparison)
    {
        var grid = new Grid();
        foreach (var _ in (int[])[0, 1, 2, 3])
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        foreach (var curve in comparison.Curves)
        {
            var scale = Scale.Of([.. curve.A, .. curve.B]);
            grid.AddRow(Line(curve.Metric, "A", curve.A, scale));
            grid.AddRow(Line(scale.Logarithmic ? "(log scale)" : "", "B", curve.B, scale));
        }
        return grid;
    }

    private static IRenderable[] Line(string label, string trial, IReadOnlyList<double> curve, Scale scale) =>
    [
        new Text(label), new Text(trial), new Text(scale.Sparkline(curve)),
        new Text(curve.Count == 0 ? "no epochs yet" : $"{Numbers.Measure(curve[0])} → {Numbers.Measure(curve[^1])}"),
    ];

    /// <summary>Both curves of a metric share a scale, so that heights can be compared.</summary>
    private sealed record Scale(double Low, double High, bool Logarithmic)
    {
        public static Scale Of(IReadOnlyList<double> values)
        {
            var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
            var (low, high) = (finite.Min(), finite.Max());
            return low > 0 && high / low >= LogarithmicFrom ? new(Math.Log(low), Math.Log(high), true) : new(low, high, false);
        }

        public string Sparkline(IReadOnlyList<double> curve) =>
            Statistics.Sparkline.Of(Logarithmic ? [.. curve.Select(v => Math.Log(v))] : curve, Low, High, SparklineWidth);
    }
}
