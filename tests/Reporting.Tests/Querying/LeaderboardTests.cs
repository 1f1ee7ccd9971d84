using CsCheck;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tests;

namespace Sweep.Reporting.Tests.Querying;

public sealed class LeaderboardTests
{
    private static IEnumerable<string> Ranked(Objective objective, params TrialRow[] rows) => Leaderboard.Rank(objective, rows).Select(row => row.Trial.Value);

    [Fact]
    public void Accuracy_IsMaximised() =>
        Assert.Equal(["b", "c", "a"], Ranked(Objective.ValAccuracy, Rows.Completed("a", 0.5), Rows.Completed("b", 0.7), Rows.Completed("c", 0.6)));

    [Fact]
    public void Loss_IsMinimised() =>
        Assert.Equal(["b", "a"], Ranked(Objective.ValLoss, Rows.Completed("a", 0.9, loss: 1.5), Rows.Completed("b", 0.1, loss: 1.25)));

    [Fact]
    public void OfEqualTrials_FewerEpochsWin_ThenTheEarlierInTheGrid() =>
        Assert.Equal(["c", "a", "b"], Ranked(Objective.ValAccuracy, Rows.Completed("a", 0.5, epochs: 3), Rows.Completed("b", 0.5, epochs: 3), Rows.Completed("c", 0.5, epochs: 1)));

    [Fact]
    public void OnlyCompletedTrialsOfTheGridWithFiniteValues_TakePart() =>
        Assert.Empty(Ranked(Objective.ValLoss,
            Rows.Diverged("a"), Rows.Pending("b"), Rows.Completed("c", 0.5, loss: double.NaN), Rows.Completed("d", 0.5) with { InGrid = false },
            Rows.Diverged("e", loss: 0.1), Rows.Completed("f", 0.5, loss: double.NegativeInfinity)));

    [Fact]
    public void BestSoFar_IsTheFirstOfTheRanking_WhateverTheOrderOfArrival()
    {
        var grid = new[] { Rows.Completed("a", 0.5), Rows.Diverged("b"), Rows.Completed("c", 0.7, epochs: 5), Rows.Completed("d", 0.7), Rows.Completed("e", 0.7), Rows.Pending("f") };
        var records = grid.Select((row, order) => new StoredTrial(row, order)).ToArray();
        for (var seed = 0; seed < 50; seed++)
        {
            StoredTrial? best = null;
            var arrivals = records.ToArray();
            new Random(seed).Shuffle(arrivals);
            foreach (var record in arrivals)
                if (Leaderboard.Beats(Objective.ValAccuracy, record, best))
                    best = record;
            Assert.Equal("d", best?.Row.Trial.Value);
        }
    }

    [Theory]
    [InlineData(1, false, "broken1")]
    [InlineData(2, false, "lucky1", "broken1")]
    [InlineData(1, true, "steady0", "steady1", "steady2")]
    [InlineData(2, true, "steady0", "steady1", "steady2", "lucky0", "lucky1", "lucky2")]
    [InlineData(9, true, "steady0", "steady1", "steady2", "lucky0", "lucky1", "lucky2", "broken0", "broken1")]
    public void TheFirstLines_AreTrials_OrConfigurationsWithAllOfTheirTrials(int lines, bool fold, params string[] trials)
    {
        TrialRow[] rows =
        [
            .. Seeds("steady", 1e-3, 3, 0.70, 0.72, 0.71), .. Seeds("lucky", 1e-2, 3, 0.50, 0.90, 0.51),
            .. Seeds("broken", 1e-1, 3, double.NaN, 0.95), Rows.Pending("waiting") with { Hyperparameters = new(1e-4, 3, 1e-3, 8, 0) },
        ];

        Assert.Equal(trials, Leaderboard.First(Objective.ValAccuracy, rows, lines, fold).Select(row => row.Trial.Value));
    }

    /// <summary>Seeds 0, 1, 2 … of one configuration with these accuracies; not a number is a diverged one.</summary>
    private static IEnumerable<TrialRow> Seeds(string name, double lr, int epochs, params double[] accuracies) => accuracies.Select((accuracy, seed) =>
        (double.IsNaN(accuracy) ? Rows.Diverged($"{name}{seed}") : Rows.Completed($"{name}{seed}", accuracy)) with { Hyperparameters = new(lr, epochs, 1e-3, 8, seed) });

    [Fact]
    public void TheWinner_IsTheConfigurationWithTheBestMean_AndItsBestSeedStandsForIt()
    {
        var best = Leaderboard.Best("s", Objective.ValAccuracy, [.. Seeds("steady", 1e-3, 3, 0.70, 0.72, 0.71), .. Seeds("lucky", 1e-2, 3, 0.50, 0.90, 0.51)]);
        Assert.Equal(("steady1", 0.72, 0.71, 3), (best.Trial!.Value.Value, best.Value, Math.Round(best.Mean!.Value, 12), best.Seeds));
        Assert.Equal(("lucky1", 0.90), (best.BestSingle!.Trial.Value, best.BestSingle.Value));
    }

    [Fact]
    public void OfEqualMeans_FewerEpochsWin_ThenTheEarlierInTheGrid() => Assert.Equal(
        ["short", "early", "late"],
        Leaderboard.Candidates(Objective.ValAccuracy, [.. Seeds("early", 1e-3, 3, 0.5, 0.7), .. Seeds("late", 1e-2, 3, 0.7, 0.5), .. Seeds("short", 1e-2, 1, 0.6, 0.6)])
            .Select(candidate => candidate.Trials[0].Row.Trial.Value[..^1]));

    [Fact]
    public void ADivergedSeed_PutsItsConfigurationBehindAllOthers_ButItCanStillBeAllThereIs()
    {
        TrialRow[] broken = [.. Seeds("broken", 1e-2, 3, 0.9, double.NaN)];
        Assert.Equal("whole0", Leaderboard.Winner(Objective.ValAccuracy, [.. broken, .. Seeds("whole", 1e-3, 3, 0.1, 0.1)])!.BestSeed.Trial.Value);
        Assert.Equal(("broken0", 2, 1), (Leaderboard.Winner(Objective.ValAccuracy, broken) is { } only ? (only.BestSeed.Trial.Value, only.Planned, only.Diverged) : default));
    }

    [Fact]
    public void AnIncompleteConfiguration_IsRankedByTheSeedsThatItHas()
    {
        var winner = Leaderboard.Winner(Objective.ValAccuracy, [.. Seeds("part", 1e-3, 3, 0.8), Rows.Pending("part1", 1e-3).With("seed", 1L), .. Seeds("whole", 1e-2, 3, 0.7, 0.7)])!;
        Assert.Equal(("part0", 1, 2), (winner.BestSeed.Trial.Value, winner.Trials.Length, winner.Planned));
    }

    [Fact]
    public void WithOneSeed_ConfigurationsRankAsTheirTrials() => SomeTrials.Many.Sample(rows =>
    {
        TrialRow[] oneSeed = [.. rows.Select(row => row.With("seed", 0L)).DistinctBy(row => row.Hyperparameters)];
        foreach (var objective in Objective.Known)
            Assert.Equal(
                Leaderboard.Rank(objective, oneSeed).Select(row => row.Trial), Leaderboard.Candidates(objective, oneSeed).Select(candidate => candidate.BestSeed.Trial));
    });

    [Fact]
    public void Pending_IncludesRunning_AndTrialsOutOfTheGridAreNotCounted()
    {
        var counts = Leaderboard.Count([
            Rows.Pending("a"), Rows.Pending("b") with { State = TrialState.Running }, Rows.Completed("c", 0.5), Rows.Diverged("d"),
            Rows.Pending("e") with { State = TrialState.Failed }, Rows.Pending("f") with { State = TrialState.Cancelled }, Rows.Completed("g", 1) with { InGrid = false }]);
        Assert.Equal(new TrialCounts(6, 1, 1, 1, 2) { Running = 1, Cancelled = 1 }, counts);
    }

    [Fact]
    public void WithoutAWinner_EveryValueIsNull()
    {
        var best = Leaderboard.Best("s", Objective.ValLoss, [Rows.Diverged("a")]);
        Assert.Equal(new BestView("s", null, null, "valLoss", null, null, new(1, 0, 1, 0, 0)), best);
    }
}
