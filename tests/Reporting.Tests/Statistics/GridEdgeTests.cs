using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

public sealed class GridEdgeTests
{
    private static TrialRow Trial(double lr, double accuracy, int epochs = 1, double weightDecay = 1e-3) =>
        SomeTrials.Completed(lr, epochs, weightDecay, valAccuracy: accuracy);

    private static System.Collections.Immutable.ImmutableArray<string> Edges(params TrialRow[] trials) => Leaderboards.Best(SomeSweep.Of(trials)).Edges;

    [Fact]
    public void TheLargestTried_AsksForMore() =>
        Assert.Equal(["best lr 0.01 is the largest tried: extend upwards?"], Edges(Trial(0.001, 0.5), Trial(0.01, 0.7)));

    [Fact]
    public void TheSmallestTried_AsksForLess() =>
        Assert.Equal(["best lr 0.001 is the smallest tried: extend downwards?"], Edges(Trial(0.001, 0.7), Trial(0.01, 0.5)));

    [Fact]
    public void InTheMiddle_NothingIsAsked() => Assert.Empty(Edges(Trial(0.001, 0.5), Trial(0.01, 0.7), Trial(0.1, 0.6)));

    [Fact]
    public void ADivergedLearningRate_IsAnEdgeFound() => Assert.Empty(Edges(Trial(0.001, 0.5), Trial(0.01, 0.7), SomeTrials.Diverged(10)));

    [Fact]
    public void LargerValuesThatAreStillOpen_AreWaitedFor() => Assert.Equal(
        ["best lr 0.01 is the largest with a result so far: 0.1, 1 are still open."],
        Edges(Trial(0.001, 0.5), Trial(0.01, 0.7), SomeTrials.Pending(1), SomeTrials.Pending(0.1) with { State = TrialState.Running }, SomeTrials.Failed("broken", lr: 10)));

    [Fact]
    public void SmallerValuesThatAreStillOpen_AreWaitedForToo() => Assert.Equal(
        ["best lr 0.01 is the smallest with a result so far: 0.001 is still open."], Edges(Trial(0.01, 0.7), Trial(0.1, 0.5), SomeTrials.Pending(0.001)));

    [Fact]
    public void LargerValuesThatFailed_AreNamed() => Assert.Equal(
        ["best lr 0.01 is the largest with a result so far: 0.1 is without one, for trials failed."], Edges(Trial(0.001, 0.5), Trial(0.01, 0.7), SomeTrials.Failed("broken", lr: 0.1)));

    [Fact]
    public void LargerValuesOfACancelledSweep_AreNamed() => Assert.Equal(
        ["best lr 0.01 is the largest with a result so far: 0.1 is without one, for the sweep was cancelled."],
        Edges(Trial(0.001, 0.5), Trial(0.01, 0.7), SomeTrials.Pending(0.1) with { State = TrialState.Cancelled }));

    [Fact]
    public void AValueThatWasTriedAndRemoved_IsAnEdgeFound() => Assert.Empty(
        Leaderboards.Best(SomeSweep.Of([Trial(0.001, 0.5), Trial(0.01, 0.7)]) with { Removed = [Trial(0.1, 0.6) with { InGrid = false }] }).Edges);

    [Fact]
    public void BelowTheLeastPossible_ThereIsNothingToExtendTo() =>
        Assert.Empty(Edges(Trial(0.01, 0.9, epochs: 1, weightDecay: 0), Trial(0.01, 0.8, epochs: 2, weightDecay: 0), Trial(0.01, 0.7, epochs: 1, weightDecay: 0.1)));
}
