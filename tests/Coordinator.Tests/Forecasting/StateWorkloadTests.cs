using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Forecasting;

/// <summary>What the coordinator's state says about work, paces and failures.</summary>
public class StateWorkloadTests
{
    private readonly Life life = new();

    public StateWorkloadTests()
    {
        life.Submit(Scheduling.Some.Spec(lrs: [0.1, 0.2, 0.3, 0.4], epochs: [3]));
        life.Register("one", slots: 2);
    }

    [Fact]
    public void WaitingRuns_AreCounted_AndSlotsSayWhatTheyTrain()
    {
        life.Assigned("one", 0);

        var work = Work();

        Assert.Equal((3, 3), (Assert.Single(work.Waiting).Count, work.Waiting[0].Epochs));
        Assert.Equal([3.0, null], work.Slots.Select(s => s.Training?.EpochsLeft));
        Assert.All(work.Slots, slot => Assert.True(slot.TakesMore));
    }

    [Fact]
    public void Paces_AreThoseOfTheSlotsOwnEpochs_AndWhatARunCostBesideThem()
    {
        var assign = life.Assigned("one", 0)!;
        life.Start(assign.Lease);
        life.Now += TimeSpan.FromSeconds(10);
        life.Train(assign);

        var (paces, kind) = (Work().Paces, Work().Waiting[0].Kind);

        Assert.Equal((3, 1.5), (paces.Epochs, paces.EpochOn(new("one", 0), "a processor", kind)!.Usual));
        Assert.False(paces.IsBorrowed(new("one", 0), "a processor", kind));
        Assert.True(paces.IsBorrowed(new("one", 1), "a processor", kind));
        Assert.Equal(10 - (3 * 1.5), paces.OverheadOf(kind).Usual);
    }

    [Fact]
    public void WhatAnAgentTrains_ThatIsNotThereAnyMore_WaitsAgain()
    {
        life.Assigned("one", 0);

        var work = StateWorkload.Of(life.State, _ => false, _ => 1);

        Assert.Empty(work.Slots);
        Assert.Equal(4, Assert.Single(work.Waiting).Count);
    }

    [Fact]
    public void CancelledSweeps_AreNoWork()
    {
        life.Send(new CancelSweep("some"));

        Assert.Null(Forecast.Of(Work()).All);
    }

    [Fact]
    public void Failures_AreTold_NewestFirst_WithWhatBecameOfThem()
    {
        var first = life.Assigned("one", 0)!;
        life.End(first.Lease, Outcome.TrainerCrashed, "signal 9");
        life.Now += TimeSpan.FromMinutes(1);
        var second = life.Assigned("one", 1)!;
        life.End(second.Lease, Outcome.OutOfMemory, "no room");

        var failures = LatestFailures.Of(life.State);

        Assert.Equal([(Outcome.OutOfMemory, "no room"), (Outcome.TrainerCrashed, "signal 9")], failures.Select(f => (f.Outcome, f.Detail)));
        Assert.All(failures, failure => Assert.Equal(TrialState.Pending, failure.RunState));
        Assert.Equal(1, failures[0].Slot);
    }

    private Workload Work() => StateWorkload.Of(life.State, _ => true, lease => lease.ToEpoch - lease.Run.Curve.Count);
}
