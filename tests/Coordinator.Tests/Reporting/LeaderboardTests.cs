using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Reporting;

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
        var best = Leaderboard.Best("s", Objective.ValLoss, null, new(1, 0, 1, 0, 0));
        Assert.Equal(new BestView("s", null, null, "valLoss", null, null, new(1, 0, 1, 0, 0)), best);
    }
}
