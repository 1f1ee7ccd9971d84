using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>The next run of a slot, leased while it trains another.</summary>
public sealed class AheadTests
{
    private readonly Life life = new();

    public AheadTests()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3, 0.4, 0.5], epochs: [1]));
        life.Register("box-1", slots: 2);
        life.Online.Add("box-1");
    }

    private AgentState Agent => life.State.Agent("box-1")!;

    private static IEnumerable<RevokeLease> Revoked(IEnumerable<Effect> effects) =>
        effects.OfType<SendTo>().Select(send => send.Message).OfType<RevokeLease>();

    [Fact]
    public void ASlotThatTrains_IsGivenItsNextRun_AndTheSameOneWhenItAsksAgain()
    {
        var first = life.Assigned("box-1")!;

        var next = life.Next("box-1")!;

        Assert.True(next.Ahead);
        Assert.NotEqual(first.Order.Run, next.Order.Run);
        Assert.Equal(next, life.Next("box-1"));
        Assert.Equal(first, life.Assigned("box-1"));
        Assert.Empty(Invariants.Check(life.State));
    }

    [Fact]
    public void WhatIsNext_WaitsUntilTheRunBeforeIsOver_AndIsThenInTraining()
    {
        var first = life.Assigned("box-1")!;
        var next = life.Next("box-1")!;
        var run = life.State.Lease(next.Lease)!.Run;
        Assert.Equal((TrialState.Pending, 1), (CoordinatorState.TrialStateOf(run.Trials[0]), Agent.Leases.Count));
        Assert.Equal(TrialState.Pending, StateRecords.StateOf(run));

        life.Start(first.Lease);
        life.Train(first);

        Assert.Equal((TrialState.Running, next.Lease), (CoordinatorState.TrialStateOf(run.Trials[0]), Agent.Leases[0].Id));
        Assert.Contains(run, life.State.RunsOf(life.Latest.OfType<LeaseEnded>().Single()));
        Assert.Equal(next with { Ahead = null }, life.Assigned("box-1"));
        Assert.Empty(Invariants.Check(life.State));
    }

    [Fact]
    public void ARunThatWasBegunBeforeTheEndOfTheOneBeforeIsKnown_WasAloneOnItsDevice()
    {
        life.Register("box-1");
        life.Assigned("box-1");
        var next = life.Next("box-1")!;

        life.End(next.Lease, Outcome.OutOfMemory);

        Assert.Null(Agent.Capacity);
        Assert.Contains(Agent.Name, life.State.Sweep("some")!.Runs.Single(run => run.Id == next.Order.Run).Tally.TooSmall.Select(one => one.Agent));
    }

    [Fact]
    public void WhereNoMoreRunsWaitThanThereAreSlots_NoneIsGivenAhead()
    {
        life.Register("box-2", slots: 2);
        life.Online.Add("box-2");
        life.Assigned("box-1");

        Assert.Null(life.Next("box-1"));

        life.Online.Remove("box-2");
        Assert.NotNull(life.Next("box-1"));
    }

    [Fact]
    public void AFreeSlot_IsGivenNothingAhead() => Assert.Null(life.Next("box-1"));

    [Fact]
    public void ASweepThatIsCancelled_TakesBackWhatWaitsToo()
    {
        var both = new[] { life.Assigned("box-1")!.Lease, life.Next("box-1")!.Lease };

        var effects = life.Send(new CancelSweep("some"));

        Assert.Equal(both, Revoked(effects).Select(order => order.Lease).OrderBy(lease => lease.Number));
    }

    [Theory]
    [InlineData(AgentHold.Paused)]
    [InlineData(AgentHold.Drained)]
    public void AnAgentThatGetsNoMoreRuns_GivesBackWhatItHasNotBegun(AgentHold how)
    {
        life.Assigned("box-1");
        var next = life.Next("box-1")!;

        var effects = life.Send(new HoldAgent("box-1", how));

        Assert.Contains(Revoked(effects), order => order.Lease == next.Lease && !order.AtEpochEnd);
        Assert.Contains(life.State.Run(next.Order.Run)!, life.State.Sweep("some")!.Waiting.InOrder);
        Assert.Equal((1, 0), (Agent.Leases.Count, Agent.Ahead.Count));
        Assert.Null(life.Next("box-1"));
    }

    [Fact]
    public void AnAgentInWhichARunFailed_GetsNothingAhead()
    {
        var first = life.Assigned("box-1")!;
        life.Start(first.Lease);
        life.End(first.Lease, Outcome.TrainerCrashed);
        life.Assigned("box-1");

        Assert.Null(life.Next("box-1"));
    }

    [Fact]
    public void WhatIsGivenBack_CostsNothing_AndGoesToOthers()
    {
        life.Assigned("box-1");
        var next = life.Next("box-1")!;

        life.End(next.Lease, Outcome.Cancelled, "It was not begun.");

        var run = life.State.Run(next.Order.Run)!;
        Assert.Contains(run, life.State.Sweep("some")!.Waiting.InOrder);
        Assert.Equal((RunTally.None, 0), (run.Tally, Agent.Tally.Failures));
        Assert.Single(Agent.Leases);
    }

    [Fact]
    public void AnAgentThatStartsAnew_LosesWhatItHadNext()
    {
        life.Assigned("box-1");
        life.Next("box-1");

        life.Register("box-1", slots: 2);

        Assert.Equal((0, 0, 0), (Agent.Leases.Count, Agent.Ahead.Count, life.State.ActiveLeases.Count));
    }

    [Fact]
    public void WhoHasNextWhatIsOver_IsToldSo()
    {
        life.Assigned("box-1");
        var next = life.Next("box-1")!;
        life.Send(new ExpireLease(next.Lease));

        var reply = life.Send(new HearAgent(new("box-1", life.Incarnation("box-1"), [], Ahead: [next.Lease]))).OfType<Reply>().Single();

        Assert.Equal(next.Lease, Assert.IsType<RevokeLease>(reply.Message).Lease);
    }

    [Fact]
    public void AReplay_HasWhatWaitsAsItWas()
    {
        var first = life.Assigned("box-1")!;
        var next = life.Next("box-1")!;
        life.Restart();

        Assert.Equal((first.Lease, next.Lease), (Agent.Leases[0].Id, Agent.Ahead[0].Id));
        Assert.Equal(next, life.Next("box-1"));
    }
}
