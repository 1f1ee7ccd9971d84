using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Tests.Plots;

public sealed class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Letters_AreOurOwn_WhateverFontsTheMachineHas()
    {
        PlotFont.Install();

        foreach (var bold in new[] { false, true })
            Assert.StartsWith(PlotFont.Family, ScottPlot.Fonts.GetTypeface(ScottPlot.Fonts.Default, bold, italic: false).FamilyName); // shared, not ours to dispose
    }

    [Fact]
    public void Png_ShowsItsTitleInInk()
    {
        using var picture = SKBitmap.Decode(HeatMapPlot.Of(Some.SweepRecord()).Png());

        var inked = (from x in Enumerable.Range(300, 1200) from y in Enumerable.Range(10, 40) select picture.GetPixel(x, y)).Count(p => p.Red + p.Green + p.Blue < 300);

        Assert.InRange(inked, 800, 20_000);
    }

    [Fact]
    public void OneTrial_HasItsLossesAndItsAccuracy()
    {
        var sweep = Some.SweepRecord();
        var trial = sweep.Trials.First(t => sweep.CurveOf(t).Length > 1);

        var texts = XElement.Parse(CurvesPlot.OfTrial(sweep, trial).Svg("t")).Descendants(Svg + "text").Select(t => t.Value).ToArray();

        Assert.Contains(texts, t => t.StartsWith($"Loss of trial {trial.Trial}: lr ", StringComparison.Ordinal));
        Assert.Contains("training loss", texts);
        Assert.Contains("Validation accuracy", texts);
    }

    [Fact]
    public void SvgText_IsPlacedAsAWhole_SoThatAnyFontFits()
    {
        var texts = XElement.Parse(HeatMapPlot.Of(Some.SweepRecord()).Svg("h")).Descendants(Svg + "text").ToArray();

        Assert.Single(texts, t => t.Value == "Validation accuracy (%) by learning rate and epochs, mean of the seeds");
        Assert.All(texts, t =>
        {
            Assert.True(double.TryParse(t.Attribute("x")?.Value ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            Assert.True(t.Value.Length == 1 || double.Parse(t.Attribute("textLength")!.Value, CultureInfo.InvariantCulture) > 4);
        });
    }

    [Fact]
    public void SvgsOnOnePage_ShareNoIds()
    {
        string[] Ids(string id) => [.. XElement.Parse(ParameterPlot.OfLearningRate(Some.SweepRecord()).Svg(id)).DescendantsAndSelf().Attributes("id").Select(a => a.Value)];

        Assert.Empty(Ids("one").Intersect(Ids("two")));
        Assert.True(Ids("one").Length > 1);
    }

    [Fact]
    public void SvgReferences_AllExist()
    {
        var svg = XElement.Parse(CurvesPlot.Of(Some.EventfulSweep()).Svg("c"));

        var ids = svg.Descendants().Attributes("id").Select(a => $"url(#{a.Value})").ToHashSet();

        Assert.NotEmpty(svg.Descendants().Attributes("clip-path"));
        Assert.All(svg.Descendants().Attributes("clip-path"), a => Assert.Contains(a.Value, ids));
    }
}
