using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

public sealed class LeaderboardTests
{
    /// <summary>One trial for each accuracy, with seeds from 0.</summary>
    private static IEnumerable<TrialRow> Seeds(double lr, params double[] accuracies) =>
        accuracies.Select((accuracy, seed) => SomeTrials.Completed(lr, 3, seed: seed, valLoss: 1 - accuracy, valAccuracy: accuracy));

    private static IEnumerable<(double, Verdict)> Verdicts(BestReport report) => report.Standings.Select(s => (s.Configuration.LearningRate, s.Verdict));

    [Fact]
    public void TheWinner_HasTheBestMean_NotTheLuckiestSeed()
    {
        TrialRow[] steady = [.. Seeds(0.01, 0.70, 0.71, 0.72)], lucky = [.. Seeds(0.1, 0.50, 0.55, 0.80)];
        var report = Leaderboards.Best(SomeSweep.Of([.. steady, .. lucky]));
        Assert.Equal(0.01, report.Winner!.Configuration.LearningRate);
        Assert.Equal(0.71, report.Winner.Mean, 1e-12);
        Assert.Equal(0.01, report.Winner.Values.Deviation, 1e-12);
        Assert.Equal(lucky[2], report.SingleTrial);
        Assert.True(report.SingleIsOfAnotherConfiguration);
        Assert.Contains($"{lucky[2].Trial}, lr 0.1, epochs 3", Shown(report), StringComparison.Ordinal);
    }

    [Fact]
    public void SharedSeeds_AreSetApart_SoASmallSteadyDifferenceIsSeen()
    {
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1_000_000, [.. Seeds(0.01, 0.60, 0.70, 0.80), .. Seeds(0.02, 0.590, 0.691, 0.790)]));
        Assert.Equal((TestUsed.PooledT, 2), (report.Standings[1].Against!.Test, report.Standings[1].Against!.Degrees));
        Assert.Equal(Verdict.Worse, report.Standings[1].Verdict);
        Assert.Contains(report.Notes, n => n.Contains("what a seed does to all alike set apart, 2 degrees of freedom", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherSeeds_AreComparedAsTheyAre_WhichSeesLess()
    {
        TrialRow[] others = [.. Seeds(0.02, 0.590, 0.691, 0.790).Select(t => t.With("seed", t.Seed + 10))];
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(0.01, 0.60, 0.70, 0.80), .. others]));
        Assert.Equal((TestUsed.PooledT, 4), (report.Standings[1].Against!.Test, report.Standings[1].Against!.Degrees));
        Assert.Equal(Verdict.Tied, report.Standings[1].Verdict);
        Assert.DoesNotContain(report.Notes, n => n.Contains("set apart", StringComparison.Ordinal));
    }

    [Fact]
    public void Seeds_BelongTogetherByTheirNumber_NotByTheOrderOfTheGrid()
    {
        var shuffled = Seeds(0.02, 0.590, 0.691, 0.790).Reverse();
        Assert.Equal(Verdict.Worse, Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1_000_000, [.. Seeds(0.01, 0.60, 0.70, 0.80), .. shuffled])).Standings[1].Verdict);
    }

    /// <summary>The spread of both seeds over eight configurations says what two seeds of two configurations cannot.</summary>
    [Fact]
    public void WithTwoSeeds_ALargeDifferenceIsShown_AndASmallOneIsNot()
    {
        var others = Enumerable.Range(3, 6).SelectMany(i => Seeds(i / 100.0, 0.2 + (i * 0.01), 0.21 + (i * 0.01) - (i % 2 * 0.01)));
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 10_000, [.. Seeds(0.01, 0.42, 0.435), .. Seeds(0.02, 0.425, 0.42), .. Seeds(0.5, 0.13, 0.138), .. others]));
        Assert.Equal([0.01, 0.02], report.Standings.Where(s => s.Verdict is Verdict.Winner or Verdict.Tied).Select(s => s.Configuration.LearningRate));
        Assert.Equal(7, report.Standings.Count(s => s.Verdict == Verdict.Worse));
    }

    [Fact]
    public void ManyComparisons_AreCorrectedForTogether()
    {
        // P against the winner is 0.016 by itself; among seven configurations some two differ as much more often than not.
        double[] winner = [0.60, 0.70, 0.80], worse = [0.592, 0.690, 0.793];
        TrialRow[] alone = [.. Seeds(0.01, winner), .. Seeds(0.02, worse)];
        var noise = Enumerable.Range(3, 5).SelectMany(i => Seeds(i / 100.0, 0.594, 0.699, 0.795));
        var single = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1_000_000, alone)).Standings[1];
        var family = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1_000_000, [.. alone, .. noise])).Standings.Single(s => s.Configuration.LearningRate == 0.02);
        Assert.Equal(single.Against!.P, single.AdjustedP!.Value, 1e-6);
        Assert.True(family.AdjustedP > 3 * family.Against!.P);
    }

    /// <summary>One picture of twenty in each seed is no proof, though both seeds agree in it to the last digit.</summary>
    [Fact]
    public void WithoutSpread_TheChanceInTheImagesDecides()
    {
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 20, [.. Seeds(0.01, 0.20, 0.20), .. Seeds(0.02, 0.15, 0.15), .. Seeds(0.03, 0.10, 0.10)]));
        Assert.Equal([Verdict.Winner, Verdict.Tied, Verdict.Tied], report.Standings.Select(s => s.Verdict));
        Assert.All(report.Standings.Skip(1), s => Assert.InRange(s.AdjustedP!.Value, 0.3, 1));
        Assert.Equal(IntervalSource.ValidationImages, report.Winner!.Interval!.Source);
        // Of twenty images, whatever the number of seeds: 0.081 to 0.416.
        Assert.Equal(0.0807, report.Winner.Interval.Low, 1e-4);
        Assert.Equal(0.4160, report.Winner.Interval.High, 1e-4);
    }

    [Fact]
    public void LossesWithoutAnySpread_AreNotCompared()
    {
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValLoss, null, [.. Seeds(0.01, 0.7, 0.7), .. Seeds(0.02, 0.3, 0.3)]));
        Assert.Equal([Verdict.Winner, Verdict.Untested], report.Standings.Select(s => s.Verdict));
        Assert.Null(report.Winner!.Interval);
        Assert.Contains("came out alike to the last digit", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCouldHaveBeenShown_IsSaid_AndWhatMoreSeedsWouldDo()
    {
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(0.01, 0.60, 0.70, 0.80), .. Seeds(0.02, 0.55, 0.70, 0.78), .. Seeds(0.03, 0.62, 0.61, 0.75)]));
        var resolution = report.Resolution!;
        Assert.Equal([3, 6, 12], [resolution.Seeds, .. resolution.WithMore.Select(with => with.Seeds)]);
        Assert.True(resolution.Difference > resolution.WithMore[0].Difference && resolution.WithMore[0].Difference > resolution.WithMore[1].Difference);
        Assert.Contains(report.Notes, n => n.StartsWith("With 3 seeds a difference could be shown from ", StringComparison.Ordinal) && n.Contains("with 6 seeds from", StringComparison.Ordinal));
    }

    [Fact]
    public void TheLeastDifferenceThatCouldBeShown_IsWhereTheVerdictTurns()
    {
        double[] winner = [0.60, 0.70, 0.80], noise = [0.55, 0.71, 0.79];
        IEnumerable<TrialRow> With(double behind) => [.. Seeds(0.01, winner), .. Seeds(0.02, noise), .. Seeds(0.03, [.. winner.Select(value => value - behind)])];
        // Values that only move together change neither residuals nor, but for a trifle, the chance in the images.
        var least = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1_000_000, With(0.3))).Resolution!.Difference;
        Verdict At(double behind) => Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1_000_000, With(behind))).Standings.Single(s => s.Configuration.LearningRate == 0.03).Verdict;
        Assert.Equal((Verdict.Tied, Verdict.Worse), (At(least * 0.999), At(least * 1.001)));
    }

    [Fact]
    public void ABetterTrialThatWasRemoved_IsNamed()
    {
        var record = SomeSweep.Of([.. Seeds(0.01, 0.60, 0.62), .. Seeds(0.02, 0.5, 0.5)]);
        TrialRow[] better = [.. Seeds(0.05, 0.7, 0.8)], lucky = [.. Seeds(0.05, 0.3, 0.8)], worse = [.. Seeds(0.05, 0.3, 0.3)];
        IEnumerable<string> Said(TrialRow[] removed) =>
            Leaderboards.Best(record with { Removed = [.. removed.Select(t => t with { InGrid = false })] }).Edges.Where(e => e.Contains("was removed from the grid", StringComparison.Ordinal));
        Assert.Contains($"did better: lr 0.05, epochs 3, weightDecay 0.001, batchSize 8, valAccuracy 0.7500 over 2 seeds, trial {better[1].Trial}", Assert.Single(Said(better)), StringComparison.Ordinal);
        Assert.Contains($"A trial that was removed from the grid did better than any in it: {lucky[1].Trial}", Assert.Single(Said(lucky)), StringComparison.Ordinal);
        Assert.Empty(Said(worse));
        Assert.Empty(Said([]));
    }

    [Fact]
    public void TheCost_CountsSharedEpochsOnce_AndNamesTheDevices()
    {
        TrialRow[] trials = [.. Seeds(0.01, 0.6, 0.7).Select(t => t with { OwnSeconds = 1800, Device = "NVIDIA H200", LostSeconds = 360 }), .. Seeds(0.02, 0.5).Select(t => t with { OwnSeconds = 3960, Device = "AMD EPYC" })];
        var report = Leaderboards.Best(SomeSweep.Of(trials));
        Assert.Equal((7560, 720), (report.Cost.Seconds, report.Cost.LostSeconds));
        Assert.Equal("2.1 h of device time: 66 min AMD EPYC, 60 min NVIDIA H200; 12 min (8.7 % of all) lost in attempts that failed or were ended", report.Cost.ToString());
        Assert.Contains("2.1 h of device time", Shown(report), StringComparison.Ordinal);
    }

    [Fact]
    public void WithOneSeed_TheValidationImagesSayWhatIsTied()
    {
        TrialRow[] trials = [.. Seeds(0.01, 0.70), .. Seeds(0.02, 0.69), .. Seeds(0.03, 0.50)];
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 1000, trials));
        Assert.Equal([(0.01, Verdict.Winner), (0.02, Verdict.Tied), (0.03, Verdict.Worse)], Verdicts(report));
        Assert.Equal(IntervalSource.ValidationImages, report.Winner!.Interval!.Source);
        Assert.Contains(report.Notes, n => n.Contains("1000 validation images", StringComparison.Ordinal));
        Assert.Equal(Verdict.Worse, Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 100_000, trials)).Standings[1].Verdict);
    }

    [Fact]
    public void WithOneSeedAndTheLossAsObjective_NothingIsClaimed()
    {
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValLoss, null, [.. Seeds(0.01, 0.70), .. Seeds(0.02, 0.2)]));
        Assert.Equal([(0.01, Verdict.Winner), (0.02, Verdict.Untested)], Verdicts(report));
        Assert.Null(report.Winner!.Interval);
        Assert.Contains("nothing is known of the loss's uncertainty", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutALimit_TheDatasetSaysHowManyImagesThereAre()
    {
        TrialRow[] trials = [.. Seeds(0.01, 0.70), .. Seeds(0.02, 0.69)];
        var (all, named) = (Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, null, trials)), Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, Shapes10.ValidationImages, trials)));
        Assert.Equal(named.Standings[1].Against!.P, all.Standings[1].Against!.P);
    }

    [Fact]
    public void TheLeastLoss_WinsWhereLossIsTheObjective()
    {
        var report = Leaderboards.Best(SomeSweep.Of(Objective.ValLoss, null, [.. Seeds(0.01, 0.5, 0.52), .. Seeds(0.02, 0.8, 0.81)]));
        Assert.Equal(0.02, report.Winner!.Configuration.LearningRate);
        Assert.Equal(0.195, report.Winner.Mean, 1e-12);
    }

    [Fact]
    public void AConfigurationThatLostASeedToDivergence_IsNotRankedByItsSurvivors()
    {
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(0.1, 0.9, 0.9), SomeTrials.Diverged(0.1, 3, seed: 2), .. Seeds(0.01, 0.6, 0.61, 0.62)]));
        Assert.Equal(0.01, report.Winner!.Configuration.LearningRate);
        Assert.True(report.SingleIsOfAnotherConfiguration);
        Assert.Contains(report.Notes, n => n.Contains("1 configuration of which a seed diverged is ranked last", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsOpen_IsSaid()
    {
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(0.01, 0.7, 0.71), SomeTrials.Pending(0.01, 3, seed: 2), .. Seeds(0.02, 0.1)]));
        Assert.Contains("The winner rests on 2 of its 3 seeds.", report.Notes);
        Assert.Contains("1 trial is still open: this can change.", report.Notes);
        Assert.Equal(Verdict.Worse, report.Standings[1].Verdict);
    }

    [Fact]
    public void ASweepWithoutResults_HasNoWinner()
    {
        var report = Leaderboards.Best(SomeSweep.Of(SomeTrials.Pending(), SomeTrials.Diverged(), SomeTrials.Failed("broken", seed: 3)));
        Assert.Null(report.Winner);
        Assert.Equal("some: no trial has completed yet", Shown(report).Trim());
    }

    [Fact]
    public void TrialsThatLeftTheGrid_TakeNoPart() =>
        Assert.Equal(0.01, Leaderboards.Best(SomeSweep.Of([SomeTrials.Completed(0.5, valAccuracy: 0.99) with { InGrid = false }, .. Seeds(0.01, 0.7)])).Winner!.Configuration.LearningRate);

    [Fact]
    public void TheTerminal_ShowsWhatIsTied_InEightyColumns()
    {
        double[] seeds = [0.70, 0.71, 0.72];
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(3.1622776601683794E-3, seeds), .. Seeds(1e-3, 0.71, 0.69, 0.70), .. Seeds(0.1, 0.1, 0.11, 0.12)]));
        var text = Shown(report);
        Assert.Contains("lr 0.0031622776601683794, epochs 3, weightDecay 0.001, batchSize 8", text, StringComparison.Ordinal);
        Assert.Contains("0.7100 ± 0.0100", text, StringComparison.Ordinal);
        Assert.Contains("0.6811 to 0.7373", text, StringComparison.Ordinal);
        Assert.Contains("'best' is this trial where a command takes one", string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Tied with it: 1 of 2 other configurations", text, StringComparison.Ordinal);
        Assert.Contains("  0.001       3      3       0.7000     -0.0100", text, StringComparison.Ordinal);
        Assert.DoesNotContain("largest tried", text, StringComparison.Ordinal);
        Assert.All(SomeSweep.Rendered(BestPageView.Details(BestPage.Of(report))).Split('\n'), line => Assert.True(line.Length <= 80));
    }

    private static string Shown(BestReport report) => string.Join('\n', [.. BestPage.Of(report).Lines, SomeSweep.Rendered(BestPageView.Details(BestPage.Of(report)))]);
}
