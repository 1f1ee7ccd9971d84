using System.Xml.Linq;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Tests.Plots;

/// <summary>Pictures of very many trials: no larger than what can be seen in them, and what is not drawn is said.</summary>
public sealed class PicturesOfManyTests
{
    /// <summary>A line takes some 200 bytes, a dot 100: a browser takes this for a page like any other.</summary>
    private const int MostBytes = 2_000_000;

    private static readonly SweepRecord Many = Some.SweepRecord(
        [.. Enumerable.Range(0, 2_500).Select(i => Math.Pow(10, -5 + (i / 600.0)))], [1, 5, 10, 20], [0, 1], name: "many");

    [Fact]
    public void EveryPicture_IsSmall()
    {
        Assert.Equal(20_000, Many.Trials.Length);
        Assert.Equal(5_000, Many.Attempts.Length);

        foreach (var name in PlotCatalog.NamesFor(Many))
            Assert.InRange(PlotCatalog.Draw(name, Many).Svg("x").Length, 1, MostBytes);
    }

    [Fact]
    public void Lines_AreSpreadFromWorstToBest_AndTheTitleSaysSo() =>
        Assert.Contains(Words(ParallelPlot.Of(Many)), word => word.EndsWith("(2000 of 20000, evenly from worst to best)", StringComparison.Ordinal));

    [Fact]
    public void DotsThatLieUponEachOther_AreOne_AndNoPlaceIsEmptied()
    {
        var random = new Random(1);
        var (x, y) = (Numbers(20_000), Numbers(20_000));
        x[7] = 40;

        var (keptX, keptY) = FoldedDots.Of(x, y);

        Assert.InRange(keptX.Length, 100, 10_000);
        Assert.Equal(keptX.Length, keptY.Length);
        Assert.Contains(40, keptX);
        Assert.All(x.Zip(y), dot => Assert.Contains(keptX.Zip(keptY), kept => Math.Abs(kept.First - dot.First) < 0.2 && Math.Abs(kept.Second - dot.Second) < 0.2));

        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    [Fact]
    public void FewDots_AreAllDrawn()
    {
        double[] x = [1, 1, 1], y = [2, 2, 2];
        Assert.Same(x, FoldedDots.Of(x, y).X);
    }

    private static string[] Words(Figure figure) =>
        [.. XElement.Parse(figure.Svg("x")).Descendants(XName.Get("text", "http://www.w3.org/2000/svg")).Select(t => t.Value)];
}
