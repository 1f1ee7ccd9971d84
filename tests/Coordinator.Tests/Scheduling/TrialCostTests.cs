using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class TrialCostTests
{
    private readonly Life life = new();

    private static double Seconds(Assign assign, int from, int to) => Enumerable.Range(from, to - from + 1).Sum(epoch => Some.Metrics(assign.Order.Parameters, epoch).Seconds);

    private Assign Assigned(SweepSpec spec)
    {
        life.Submit(spec);
        life.Register("a");
        return Next();
    }

    private Assign Next()
    {
        var assign = life.Assigned("a")!;
        life.Start(assign.Lease);
        return assign;
    }

    private void Train(Assign assign, int from, int to)
    {
        for (var epoch = from; epoch <= to; epoch++)
            life.Epoch(assign.Lease, epoch);
    }

    [Fact]
    public void ATrial_CostsWhatItAddedToItsRun_SoTheSumIsWhatWasTrained()
    {
        var assign = Assigned(Some.Spec(epochs: [1, 3, 4]));
        Train(assign, 1, 4);

        var own = life.State.Sweep("some")!.Trials.Select(TrialCost.OwnSeconds).ToArray();
        Assert.Equal([Seconds(assign, 1, 1), Seconds(assign, 2, 3), Seconds(assign, 4, 4)], own);
        Assert.Equal(Seconds(assign, 1, 4), own.Sum(), 1e-9);
    }

    [Fact]
    public void WhatWasRemovedFromTheGrid_CostsOnlyWhatNobodyInItNeeds()
    {
        var assign = Assigned(Some.Spec(epochs: [1, 2, 4]));
        Train(assign, 1, 4);
        life.Submit(Some.Spec(epochs: [2]));

        var sweep = life.State.Sweep("some")!;
        Assert.Equal([Seconds(assign, 1, 2)], sweep.Trials.Select(TrialCost.OwnSeconds));
        var removed = sweep.AllRuns.SelectMany(run => run.Trials).Where(trial => !trial.InGrid).OrderBy(trial => trial.Epochs);
        Assert.Equal([0, Seconds(assign, 3, 4)], removed.Select(TrialCost.OwnSeconds));
    }

    [Fact]
    public void AnAttemptInVain_IsHeldAgainstTheEpochsThatItWasAt()
    {
        var first = Assigned(Some.Spec(epochs: [1, 3]));
        Train(first, 1, 1);
        life.Now += TimeSpan.FromSeconds(100);
        life.End(first.Lease, Outcome.TrainerCrashed);
        var second = Next();
        Train(second, 2, 3);
        life.End(second.Lease, Outcome.Completed);

        Assert.Equal([0, 100 - Seconds(first, 1, 1)], life.State.Sweep("some")!.Trials.Select(TrialCost.LostSeconds));
    }
}
