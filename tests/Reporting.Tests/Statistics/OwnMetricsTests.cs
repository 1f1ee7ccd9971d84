using System.Xml.Linq;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Html;
using Sweep.Reporting.Plots;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>A metric of a program is spoken of by its own name, as it was reported.</summary>
public sealed class OwnMetricsTests
{
    [Fact]
    public void Best_NamesTheObjective_AndTheBestEpochByIt()
    {
        var text = Text(SomeProgram.Sweep(SomeProgram.Usual));
        Assert.StartsWith("best of own: f1 0.7010 ± 0.0010 after epoch 3 (mean ± standard deviation of 3 seeds)", text);
        Assert.Contains("mean f1 0.7010 there (chosen with hindsight)", text);
        Assert.DoesNotContain("valAccuracy", text);
        Assert.DoesNotContain('%', text.Replace("95 %", "", StringComparison.Ordinal));
    }

    [Fact]
    public void TheLeast_WinsWhereTheObjectiveIsMinimised()
    {
        var report = Leaderboards.Best(SomeProgram.Sweep(SomeProgram.Usual, new("perplexity", false)));
        Assert.Equal((1e-2, 20.5), (report.Winner!.Configuration.LearningRate, report.Winner.Mean));
        Assert.Equal(31.25, Leaderboards.Best(SomeProgram.Sweep(SomeProgram.Usual, new("perplexity", true))).Winner!.Mean);
    }

    [Fact]
    public void TheChanceInValidationImages_CountsOnlyWhereTheirNumberIsKnown()
    {
        static IEnumerable<KeyValuePair<string, double>> Accuracy(double lr, long seed, params KeyValuePair<string, double>[] more) =>
            [new("valAccuracy", lr == 1e-2 ? 0.7 + (0.001 * seed) : 0.6 - (0.001 * seed * lr)), .. more];

        var unknown = Leaderboards.JudgingOf(SomeProgram.Sweep((lr, seed) => Accuracy(lr, seed), Objective.ValAccuracy));
        Assert.Null(unknown.Chance.Images);
        Assert.Equal(Verdict.Worse, unknown.Standings()[1].Verdict);
        var known = Leaderboards.JudgingOf(SomeProgram.Sweep((lr, seed) => Accuracy(lr, seed, new KeyValuePair<string, double>("validationCount", 20)), Objective.ValAccuracy));
        Assert.Equal(20, known.Chance.Images);
        Assert.Equal(Verdict.Tied, known.Standings()[1].Verdict);
        Assert.Null(Leaderboards.JudgingOf(SomeProgram.Sweep((lr, seed) => [.. SomeProgram.Usual(lr, seed), new("validationCount", 20)])).Chance.Images);
    }

    [Fact]
    public void WithOneSeed_NothingIsClaimed_AndTheMetricIsNamed() => Assert.Contains(
        "With one seed nothing is known of f1's uncertainty and no difference can be tested: try several seeds (seed: [0, 1, 2]).",
        Leaderboards.Best(SomeProgram.Sweep(SomeProgram.Usual, seeds: [0])).Notes);

    [Fact]
    public void SeedsThatMoveAllConfigurationsAlike_AreNotSaidToBeAlike() => Assert.Contains(
        "Every seed moved all configurations alike, to the last digit: beyond that nothing is known of their uncertainty and no difference can be tested.",
        Leaderboards.Best(SomeProgram.Sweep((lr, seed) => [new("f1", (lr == 1e-2 ? 0.75 : 0.5) + (0.125 * seed))])).Notes);

    [Fact]
    public void Compare_HasEveryMetric_AndItsCurve()
    {
        var sweep = SomeProgram.Sweep(SomeProgram.Usual);
        var comparison = Comparison.Of(sweep, sweep.Trials[0], sweep.Trials[3]);
        Assert.Equal(["f1", "loss", "perplexity", "bestEpoch", "bestEpochValue", "seconds"], comparison.Metrics.Select(metric => metric.Name));
        Assert.Equal(-10.75, comparison.Metrics[2].Difference.Number);
        Assert.Equal(["f1", "loss", "perplexity"], comparison.Curves.Select(curve => curve.Metric));
    }

    [Fact]
    public void ThePage_AndItsPictures_NameTheMetric_WithoutPerCentOrNats()
    {
        var sweep = SomeProgram.Sweep(SomeProgram.Usual);
        var page = HtmlReport.Render(sweep);
        foreach (var words in new[] { "<p class=\"value\">0.7010</p>", "mean f1 of 3 seeds", "f1, the highest wins", "<th>perplexity</th>", "f1 there" })
            Assert.Contains(words, page, StringComparison.Ordinal);
        foreach (var plot in PlotCatalog.Names.Where(name => name != "timeline"))
        {
            var drawn = Words(PlotCatalog.Draw(plot, sweep));
            Assert.Contains(drawn, word => word.Contains("f1", StringComparison.Ordinal));
            Assert.DoesNotContain(drawn, word => word.Contains('%', StringComparison.Ordinal) || word.Contains("nats", StringComparison.Ordinal) || word.Contains("alidation", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Curves_AreOfWhicheverMetricIsNamed()
    {
        var sweep = SomeProgram.Sweep(SomeProgram.Usual);
        Assert.Contains("perplexity, mean of the seeds and their range", Words(CurvesPlot.Of(sweep, "perplexity")));
        Assert.Contains("perplexity", Words(CurvesPlot.OfTrial(sweep, sweep.Trials[0], "perplexity")));
        Assert.Equal("The metric 'perplexty' of own is not known; did you mean 'perplexity' (known are f1, loss, perplexity).", Assert.Throws<BadInputException>(() => CurvesPlot.Of(sweep, "perplexty")).Message);
        Assert.Contains("Validation loss, mean of the seeds and their range", Words(CurvesPlot.Of(Some.SweepRecord(), "valLoss")));
        Assert.Throws<BadInputException>(() => CurvesPlot.Of(Some.SweepRecord(), "f1"));
    }

    private static string Text(SweepRecord sweep)
    {
        var report = Leaderboards.Best(sweep);
        return string.Join('\n', BestPage.Of(report).Lines) + SomeSweep.Rendered(BestPageView.Details(BestPage.Of(report)));
    }

    private static string[] Words(Figure figure) =>
        [.. XElement.Parse(figure.Svg("p")).Descendants(XName.Get("text", "http://www.w3.org/2000/svg")).Select(text => text.Value)];
}
