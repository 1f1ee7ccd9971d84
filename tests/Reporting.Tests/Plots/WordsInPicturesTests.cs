using System.Xml.Linq;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Tests.Plots;

/// <summary>What the pictures say in words: what diverged or failed is never shown as a number.</summary>
public sealed class WordsInPicturesTests
{
    [Fact]
    public void HeatMap_SaysDiverged_InsteadOfANumber()
    {
        var words = Words(HeatMapPlot.Of(Some.SweepRecord(lrs: [10], epochs: [1, 3], fate: _ => TrialState.Diverged)));

        Assert.Equal(2, words.Count(w => w == "diverged"));
        Assert.DoesNotContain("10.0", words);
    }

    [Fact]
    public void HeatMap_SaysHowManySeedsAreMissingFromAMean()
    {
        var words = Words(HeatMapPlot.Of(Some.EventfulSweep()));

        Assert.Contains("1 of 3 diverged", words);
        Assert.Contains("1 of 3 pending", words);
        Assert.Contains("1 of 3 failed", words);
    }

    [Fact]
    public void ManyLearningRates_GetDecadesAsTicks()
    {
        var words = Words(ParameterPlot.OfLearningRate(Some.ThousandTrials()));

        foreach (var tick in new[] { "1e-5", "1e-4", "1e-3", "0.01", "0.1", "1", "diverged", "learning rate (log)", "validation accuracy (%)" })
            Assert.Contains(tick, words);
    }

    [Fact]
    public void FewLearningRates_AreTheTicks_AndDivergedOnesFarAbove_StandAtTheEdge()
    {
        var words = Words(ParameterPlot.OfLearningRate(Some.SweepRecord(lrs: [3e-4, 1e-3, 3e-3, 1e6, 1e10], fate: run => run.LearningRate > 1 ? TrialState.Diverged : TrialState.Completed)));

        foreach (var tick in new[] { "3e-4", "1e-3", "3e-3", "… 1e6 and up", "diverged", "learning rate (log)", "validation accuracy (%)" })
            Assert.Contains(tick, words);
    }

    [Fact]
    public void Curves_NameWhatDiverged() =>
        Assert.Contains("lr 10, 3 of 3 diverged", Words(CurvesPlot.Of(Some.EventfulSweep())));

    [Fact]
    public void Curves_ShowTheNotebooksTwoLines()
    {
        var words = Words(CurvesPlot.Of(Some.SweepRecord()));

        Assert.Contains("training loss", words);
        Assert.Contains("validation loss", words);
    }

    [Fact]
    public void Timeline_NamesSlotsRunsAndOutcomes()
    {
        var words = Words(TimelinePlot.Of(Some.EventfulSweep()));

        foreach (var word in new[] { "gpu-box/0", "gpu-box/1", "laptop/0", "completed", "diverged", "crashed", "training", "lr 1e-4, seed 0" })
            Assert.Contains(word, words);
    }

    [Fact]
    public void FiniteButAbsurdLosses_LeaveTheAxis_AndAreNamed()
    {
        var words = Words(CurvesPlot.Of(Some.AbsurdLosses()));

        Assert.Contains("off the axis, up to 4000", words);
        Assert.DoesNotContain(words, word => double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var tick) && tick > 100);
    }

    [Theory]
    [InlineData("lr", "off the axis, up to 4000")]
    [InlineData("heatmap", "up to 4000")]
    public void FiniteButAbsurdLosses_SpoilNoOtherPicture(string plot, string said)
    {
        var words = Words(PlotCatalog.Draw(plot, Some.AbsurdLosses(Objective.ValLoss)));

        Assert.Contains(said, words);
    }

    [Fact]
    public void Parallel_EndsAbsurdLosses_AtTheEndOfTheAxis() =>
        Assert.Contains(Words(ParallelPlot.Of(Some.AbsurdLosses(Objective.ValLoss))), word => word.EndsWith(" and up", StringComparison.Ordinal));

    [Fact]
    public void LossesThatCanBeShown_AreAllOnTheAxis() =>
        Assert.DoesNotContain(Words(CurvesPlot.Of(Some.SweepRecord())), word => word.StartsWith("off the axis", StringComparison.Ordinal));

    [Theory]
    [InlineData(double.PositiveInfinity, 0.5, 1.0, 2.3, 4.0)]
    [InlineData(double.PositiveInfinity, 90.0, 100.0, 150.0)]
    [InlineData(4.605170185988092, 0.5, 0.6, 0.8, 1.0, 2.3, 5500.0)]
    [InlineData(4.605170185988092, 0.5, 1.0, 300.0, 5500.0)]
    [InlineData(double.PositiveInfinity)]
    public void Reach_EndsBelowTheAbsurd(double reach, params double[] losses) => Assert.Equal(reach, LossReach.Of([.. losses, double.NaN]));

    [Fact]
    public void WithOneSeed_NoTitleSpeaksOfSeeds()
    {
        var sweep = Some.SweepRecord(seeds: [0]);

        Assert.DoesNotContain(PlotCatalog.Names.Where(n => n != "timeline").SelectMany(n => Words(PlotCatalog.Draw(n, sweep))), word => word.Contains("seeds", StringComparison.Ordinal));
        Assert.Contains(Words(HeatMapPlot.Of(Some.SweepRecord())), word => word.Contains("mean of the seeds", StringComparison.Ordinal));
    }

    [Fact]
    public void Timeline_ShortensAWeekInWhichNobodyTrained_AndSaysSo()
    {
        var axis = new TimeAxis([(Some.Monday, Some.Monday.AddMinutes(5)), (Some.Monday.AddMinutes(3), Some.Monday.AddMinutes(10)), (Some.Monday.AddDays(7), Some.Monday.AddDays(7).AddMinutes(10))]);

        Assert.Equal(600, axis.Place(Some.Monday.AddMinutes(10)));
        Assert.Equal(600 + 72, axis.Place(Some.Monday.AddDays(7)), 6);
        Assert.Equal(1272, axis.Length, 6);
        Assert.Contains("7 d idle", Words(TimelinePlot.Of(Some.ResumedAWeekLater())));
        Assert.Contains("getting ready", Words(TimelinePlot.Of(Some.SweepRecord())));
    }

    [Fact]
    public void Parallel_LeavesOutWhatNeverVaries()
    {
        Assert.DoesNotContain("weight decay", Words(ParallelPlot.Of(Some.SweepRecord())));
        Assert.Contains("weight decay", Words(ParallelPlot.Of(Some.SweepRecord(weightDecays: [0, 1e-3]))));
    }

    [Theory]
    [InlineData("curves", "No epoch has been trained yet.")]
    [InlineData("lr", "No trial has a result yet.")]
    [InlineData("parallel", "No trial has a result yet.")]
    [InlineData("timeline", "No run has been given to an agent yet.")]
    [InlineData("heatmap", "pending")]
    public void NothingFinished_IsSaid(string plot, string sentence) =>
        Assert.Contains(sentence, Words(PlotCatalog.Draw(plot, Some.SweepRecord(fate: _ => TrialState.Pending))));

    [Theory]
    [InlineData(1e-4, "1e-4")]
    [InlineData(3.1622776601683794e-4, "3.16e-4")]
    [InlineData(0.001, "1e-3")]
    [InlineData(0.0999, "0.0999")]
    [InlineData(0.05, "0.05")]
    [InlineData(0.1, "0.1")]
    [InlineData(1, "1")]
    [InlineData(10, "10")]
    [InlineData(0, "0")]
    [InlineData(2e5, "2e5")]
    public void Rates_AreWrittenAsPeopleWriteThem(double rate, string shown) => Assert.Equal(shown, Numbers.Mark(rate));

    private static string[] Words(Figure figure) =>
        [.. XElement.Parse(figure.Svg("x")).Descendants(XName.Get("text", "http://www.w3.org/2000/svg")).Select(t => t.Value)];
}
