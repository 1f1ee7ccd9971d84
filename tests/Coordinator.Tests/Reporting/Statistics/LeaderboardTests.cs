using Sweep.Coordinator.Reporting.Statistics;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Reporting.Statistics;

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
    public void MatchingSeeds_ArePaired_SoASmallSteadyDifferenceIsSeen()
    {
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(0.01, 0.60, 0.70, 0.80), .. Seeds(0.02, 0.590, 0.691, 0.790)]));
        Assert.Equal(TestUsed.PairedT, report.Standings[1].Against!.Test);
        Assert.Equal(Verdict.Worse, report.Standings[1].Verdict);
    }

    [Fact]
    public void OtherSeeds_AreComparedByWelch_WhichSeesLess()
    {
        TrialRow[] others = [.. Seeds(0.02, 0.590, 0.691, 0.790).Select(t => t with { Seed = t.Seed + 10 })];
        var report = Leaderboards.Best(SomeSweep.Of([.. Seeds(0.01, 0.60, 0.70, 0.80), .. others]));
        Assert.Equal(TestUsed.WelchT, report.Standings[1].Against!.Test);
        Assert.Equal(Verdict.Tied, report.Standings[1].Verdict);
        Assert.Contains(report.Notes, n => n.Contains("Welch t-test", StringComparison.Ordinal));
    }

    [Fact]
    public void Pairing_FollowsTheSeeds_NotTheOrderOfTheGrid()
    {
        var shuffled = Seeds(0.02, 0.590, 0.691, 0.790).Reverse();
        Assert.Equal(Verdict.Worse, Leaderboards.Best(SomeSweep.Of([.. Seeds(0.01, 0.60, 0.70, 0.80), .. shuffled])).Standings[1].Verdict);
    }

    [Fact]
    public void ManyComparisons_AreCorrectedForTogether()
    {
        // P against the winner is 0.022 by itself, and 0.131 as the smallest of six.
        double[] winner = [0.60, 0.70, 0.80], worse = [0.590, 0.688, 0.793];
        TrialRow[] alone = [.. Seeds(0.01, winner), .. Seeds(0.02, worse)];
        var noise = Enumerable.Range(3, 5).SelectMany(i => Seeds(i / 100.0, 0.8, 0.6, 0.65));
        var single = Leaderboards.Best(SomeSweep.Of(alone)).Standings[1];
        var family = Leaderboards.Best(SomeSweep.Of([.. alone, .. noise])).Standings.Single(s => s.Configuration.LearningRate == 0.02);
        Assert.Equal(single.Against!.P, family.Against!.P);
        Assert.Equal(single.Against.P, single.AdjustedP);
        Assert.Equal(6 * family.Against.P, family.AdjustedP!.Value, 1e-12);
        Assert.Equal((Verdict.Worse, Verdict.Tied), (single.Verdict, family.Verdict));
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
        Assert.Contains(report.Notes, n => n.StartsWith("1 configuration could not be compared", StringComparison.Ordinal));
    }

    [Fact]
    public void WithOneSeed_TheWinnerIsTheAnswerOfBest_InATieToo()
    {
        var record = SomeSweep.Of([.. Seeds(0.01, 0.7), .. Seeds(0.02, 0.7), .. Seeds(0.03, 0.7)]);
        var second = record with { View = record.View with { Best = record.View.Best with { Trial = record.Trials[1].Trial } } };
        Assert.Equal(record.Trials[1], Assert.Single(Leaderboards.Best(second).Winner!.Trials));
        Assert.Equal(record.Trials[0], Assert.Single(Leaderboards.Best(record).Winner!.Trials));
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
        Assert.Contains("0.6852 to 0.7348", text, StringComparison.Ordinal);
        Assert.Contains("Tied with it: 1 of 2 other configurations", text, StringComparison.Ordinal);
        Assert.Contains("  0.001       3      3       0.7000     -0.0100", text, StringComparison.Ordinal);
        Assert.DoesNotContain("largest tried", text, StringComparison.Ordinal);
        Assert.All(SomeSweep.Rendered(BestReportView.Details(report)).Split('\n'), line => Assert.True(line.Length <= 80));
    }

    private static string Shown(BestReport report) => string.Join('\n', [.. BestReportView.Lines(report), SomeSweep.Rendered(BestReportView.Details(report))]);
}
