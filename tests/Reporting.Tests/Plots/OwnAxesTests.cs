using System.Xml.Linq;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Html;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Tests.Plots;

/// <summary>Pictures with hyperparameters of a person's choice on their axes.</summary>
public sealed class OwnAxesTests
{
    /// <summary>Two optimizers, two widths, two dropouts, two seeds; width 32 with sgd and no dropout is the best.</summary>
    private static readonly SweepRecord Sweep = SomeProgram.Grid(
    [
        .. from optimizer in new[] { "adamw", "sgd" }
           from width in new[] { 16L, 32L }
           from dropout in new[] { 0, .5 }
           from seed in new[] { 0L, 1L }
           select (
               new Dictionary<string, ParameterValue> { ["optimizer"] = ParameterValue.Of(optimizer), ["width"] = ParameterValue.Of(width), ["dropout"] = ParameterValue.Of(dropout) },
               seed, (optimizer == "sgd" ? .3 : .1) + (width * .01) - (dropout * .2) + (seed * .002)),
    ]);

    private static string[] Words(string plot, string? x = null, string? y = null, SweepRecord? sweep = null)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var drawn = PlotCatalog.Draw(plot, sweep ?? Sweep, new(x, y)).Svg("id");
        if (Environment.GetEnvironmentVariable("SWEEP_PICTURES") is { Length: > 0 } folder)
            File.WriteAllBytes(Path.Combine(folder, $"own-{plot}-{x}-{y}.png"), PlotCatalog.Draw(plot, sweep ?? Sweep, new(x, y)).Png());
        return [.. XElement.Parse(drawn).Descendants(svg + "text").Select(text => text.Value)];
    }

    [Fact]
    public void AHeatMap_OfAnyTwo_HasTheMeanOfTheSeedsWhereTheOthersAreTheWinners()
    {
        var words = Words("heatmap", "width", "optimizer");

        // sgd and 32 without dropout: .3 + .32 and half of a seed's .002; adamw and 16: .1 + .16 and the same.
        foreach (var word in new[] { "f1 by optimizer and width, at the winner's dropout 0, mean of the seeds", "0.621", "0.261", "16", "32", "adamw", "sgd", "width", "optimizer" })
            Assert.Contains(word, words);
    }

    [Fact]
    public void AHeatMap_WithoutAChoice_HasWhatExplainsMost() =>
        Assert.Contains("f1 by optimizer and width, at the winner's dropout 0, mean of the seeds", Words("heatmap"));

    [Fact]
    public void AHeatMap_WhereTheWinnersCellsAreFew_HasTheMeanOfAll()
    {
        // Drawn at random: no two trials agree in dropout.
        var random = SomeProgram.Grid(
        [
            .. Enumerable.Range(0, 12).Select(i => (
                new Dictionary<string, ParameterValue> { ["width"] = ParameterValue.Of((long)(16 * (1 + (i % 2)))), ["depth"] = ParameterValue.Of((long)(i % 3)), ["dropout"] = ParameterValue.Of(i / 100.0) },
                0L, i / 100.0)),
        ]);

        var words = Words("heatmap", "width", "depth", random);

        // Width 16 and depth 0 have trials 0 and 6, width 32 and depth 2 have 5 and 11.
        foreach (var word in new[] { "f1 by depth and width, mean over all else", "0.030", "0.080" })
            Assert.Contains(word, words);
    }

    [Fact]
    public void TheObjective_AgainstAnyNumber_ShowsWhatSeedsDo()
    {
        Assert.Contains("f1 against width, at the winner's dropout 0, optimizer sgd, mean and range of the seeds", Words("parameter", "width"));
        Assert.Contains("f1 against width, at the winner's dropout 0, optimizer sgd, mean and range of the seeds", Words("parameter"));
    }

    [Fact]
    public void Importance_NamesEveryHyperparameterWithItsShare()
    {
        var words = Words("importance");

        // Optimizer 16 × .1², width 16 × .08², dropout 16 × .05², seed 16 × .001² of 0.302416 in all.
        foreach (var word in new[] { "optimizer", "0.53", "width", "0.34", "dropout", "0.13", "seed", "0.00", "share of the variance of f1 over 16 trials; 0.00 together or by chance" })
            Assert.Contains(word, words);
    }

    [Fact]
    public void ALongName_IsCutInTheLegend_AndWhatIsSaidBehindItIsNot()
    {
        const string name = "a_hyperparameter_with_a_long_name 0.00123456, another_with_one 0.5, third 7";

        var cut = Look.Fitting(name, ", 1 of 3 diverged");

        Assert.Matches("^a_hyper.*…, 1 of 3 diverged$", cut);
        Assert.True(PlotFont.Install().Measure(cut, 12, bold: false) <= 185, cut);
        Assert.Equal("lr 0.1, 1 of 3 diverged", Look.Fitting("lr 0.1", ", 1 of 3 diverged"));
    }

    [Fact]
    public void WhatCannotBeDrawn_IsRefused()
    {
        string Refusal(string plot, string? x, string? y) => Assert.Throws<BadInputException>(() => Words(plot, x, y)).Message;

        Assert.Equal("--x: the hyperparameter 'widht' of sweep 'own' is not known; did you mean 'width' (known are epochs, seed, dropout, optimizer, width).", Refusal("heatmap", "widht", null));
        Assert.Equal("--x and --y are both 'width'; name another hyperparameter with one of them.", Refusal("heatmap", "width", "width"));
        Assert.Equal("'optimizer' is no number in sweep 'own'; write `sweep plot heatmap --x optimizer` for one that is not.", Refusal("parameter", "optimizer", null));
    }

    [Fact]
    public void TheReport_OfAProgram_HasThem()
    {
        var page = HtmlReport.Render(Sweep);

        foreach (var id in new[] { "plot-heatmap", "plot-parameter", "plot-parameter-dropout", "plot-importance", "plot-parallel" })
            Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal);
        Assert.Contains("<dt>importance</dt><dd>optimizer 53 ", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(>| )NaN", page);
    }
}
