using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class WorkTests
{
    private readonly Life life = new();

    [Fact]
    public void ASlotThatAsks_GetsARun()
    {
        var run = life.Submit(Some.Spec(epochs: [1, 3])).Runs.Single();
        life.Register("a");

        var assign = life.Assigned("a")!;

        Assert.Equal(run.Id, assign.Order.Run);
        Assert.Equal((1, 3, 1L), (assign.Attempt, assign.Order.ToEpoch, assign.Lease.Number));
        Assert.Null(assign.Order.From);
    }

    [Fact]
    public void ASlotThatAsksAgain_GetsTheSameAssignmentAndNothingIsJournaled()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        life.Register("a");
        var first = life.Assigned("a");

        var second = life.Assigned("a");

        Assert.Equal(first, second);
        Assert.Empty(life.Latest);
    }

    [Fact]
    public void ARunIsAssignedOnce()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        life.Register("b");

        Assert.NotNull(life.Assigned("a"));
        Assert.Equal(new Reply(new NoWork(0, Terms.AskAgain.TotalSeconds)), life.Ask("b").Single());
    }

    [Fact]
    public void AnAgentThatIsNotRegistered_IsToldToRegister()
    {
        life.Submit(Some.Spec());
        var stranger = new AskForWork(new("nobody", Guid.Empty, 0));

        Assert.Equal(new Reply(new RegisterFirst()), life.Send(stranger).Single());
    }

    [Fact]
    public void AnOldIncarnation_IsToldToRegister()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        var old = life.Incarnation("a");
        life.Register("a");

        Assert.Equal(new Reply(new RegisterFirst()), life.Send(new AskForWork(new("a", old, 0))).Single());
    }

    [Fact]
    public void TheLongestRunOfTheOldestSweep_GoesFirst()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1, 2], sharing: false, name: "old"));
        life.Submit(Some.Spec(epochs: [9], name: "new"));
        life.Register("a", slots: 5);

        var order = Enumerable.Range(0, 5).Select(slot => life.Assigned("a", slot)!.Order).Select(o => (o.Sweep, o.Parameters.LearningRate, o.ToEpoch));

        Assert.Equal([("old", 0.1, 2), ("old", 0.2, 2), ("old", 0.1, 1), ("old", 0.2, 1), ("new", 0.1, 9)], order);
    }

    [Fact]
    public void ARunIsContinued_WhereItsCurveEnds()
    {
        life.Submit(Some.Spec(epochs: [5]));
        life.Register("a");
        var first = life.Assigned("a")!;
        life.Start(first.Lease);
        life.Epoch(first.Lease, 1);
        life.Epoch(first.Lease, 2);
        life.Send(new ExpireLease(first.Lease));
        life.Register("b");

        var second = life.Assigned("b")!;

        Assert.Equal((2, 5, 2), (second.Order.FromEpoch, second.Order.ToEpoch, second.Attempt));
        Assert.True(second.Lease.Number > first.Lease.Number);
    }

    [Fact]
    public void ACheckpointThatNobodyHasAnyMore_CostsNothingAndTheRunContinuesFromTheOneBefore()
    {
        var run = life.Submit(Some.Spec(epochs: [4], maxAttempts: 1)).Runs.Single();
        life.Register("a");
        var first = life.Assigned("a")!.Lease;
        life.Start(first);
        life.Epoch(first, 1);
        life.Epoch(first, 2);
        life.Send(new ExpireLease(first));

        life.End(life.Assigned("a")!.Lease, Outcome.CheckpointLost);
        life.Restart();
        var second = life.Assigned("a")!;
        Assert.Equal(1, second.Order.FromEpoch);
        life.End(second.Lease, Outcome.CheckpointLost);
        var third = life.Assigned("a")!;
        Assert.Null(third.Order.From);

        life.Start(third.Lease);
        Assert.Equal(Acknowledgement.Duplicate, life.Epoch(third.Lease, 2));
        Assert.Equal(Acknowledgement.Accepted, life.Epoch(third.Lease, 3));
        Assert.Equal(Acknowledgement.Accepted, life.Epoch(third.Lease, 4));
        Assert.Equal(Acknowledgement.Accepted, life.End(third.Lease, Outcome.Completed));
        Assert.True(life.State.Run(run.Id)!.Done);
        Assert.Empty(life.State.Agent("a")!.Tally.FailingRuns);
    }

    [Fact]
    public void AnotherProtocolVersion_IsRefusedWithTheSideToUpdate()
    {
        var effect = life.Send(new RegisterAgent(new("a", Guid.Empty, ProtocolVersion.Current + 1, "host", "9", Some.Slots(1), [], 0))).Single();

        Assert.Contains("update the coordinator", Assert.IsType<Refused>(Assert.IsType<Reply>(effect).Message).Reason, StringComparison.Ordinal);
        Assert.Empty(life.Events);
    }

    [Fact]
    public void RegisteringAgainUnchanged_JournalsNothing()
    {
        life.Register("a");
        life.RegisterAgain("a", 1);

        Assert.Single(life.Events.OfType<AgentRegistered>());
    }

    [Fact]
    public void ANewIncarnation_EndsTheLeasesOfTheOldAtOnce()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;

        life.Register("a");

        Assert.Equal(Outcome.AgentLost, life.State.Lease(lease)!.Outcome);
        Assert.Equal(2, life.Assigned("a")!.Attempt);
    }

    [Fact]
    public void ANewIncarnation_KeepsTheLeasesItsTrainersStillWorkOn()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;

        life.Register("a", 1, lease);

        Assert.True(life.State.Lease(lease)!.Active);
        Assert.Equal(lease, life.Assigned("a")!.Lease);
    }

    [Fact]
    public void AfterARestart_WhatStillRunsIsAdopted()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        life.Register("a", slots: 2);
        var lease = life.Assigned("a", 1)!.Lease;

        life.Restart();
        life.RegisterAgain("a", 2, lease);

        Assert.True(life.State.Lease(lease)!.Active);
        Assert.Equal(lease, life.Assigned("a", 1)!.Lease);
        Assert.NotEqual(lease, life.Assigned("a", 0)!.Lease);
    }

    [Fact]
    public void AnAgentStartedAnewWithReportsOfALease_HoldsItUntilTheyAreDelivered()
    {
        var sweep = life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Start(lease);

        life.Send(new RegisterAgent(new("a", Guid.NewGuid(), ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [], 2, null, [lease])));

        Assert.True(life.State.Lease(lease)!.Active);
        Assert.Equal(Acknowledgement.Accepted, life.Epoch(lease, 1));
        Assert.Equal(Acknowledgement.Accepted, life.End(lease, Outcome.AgentLost));
        Assert.Equal((1, 0), (sweep.Runs[0].Curve.Count, sweep.Runs[0].Tally.Crashes));
        Assert.True(sweep.Waiting.Contains(sweep.Runs[0]));
    }

    [Fact]
    public void ALeaseThatIsOnlyReportedOf_IsNotRevoked_SinceNothingIsToBeStopped()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Send(new CancelSweep("some"));

        Assert.Empty(life.Send(new HearAgent(new("a", life.Incarnation("a"), [], [lease]))));
    }

    [Fact]
    public void ALeaseThatItsAgentNamesNoMore_EndsWithWordsThatAreTrue()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Online.Add("a");

        life.Send(new ExpireLease(lease));

        Assert.Equal(
            "Agent a is there, but neither trained under this lease nor held reports of it that can be delivered for 30 s.",
            life.State.Lease(lease)!.Detail);
    }

    [Fact]
    public void WhoWorksOnALeaseThatIsOver_IsTold()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Send(new ExpireLease(lease));

        var told = life.Send(new HearAgent(new("a", life.Incarnation("a"), [lease])));

        var revoke = Assert.IsType<RevokeLease>(Assert.IsType<Reply>(told.Single()).Message);
        Assert.True(revoke.AtEpochEnd, "nobody else trains the run, so the epoch under way is still of use");
    }

    [Fact]
    public void AnExpiredLeaseWhoseRunWentElsewhere_IsRevokedAtOnce()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        life.Register("b");
        var lease = life.Assigned("a")!.Lease;
        life.Send(new ExpireLease(lease));
        life.Assigned("b");

        var told = life.Send(new HearAgent(new("a", life.Incarnation("a"), [lease])));

        Assert.False(Assert.IsType<RevokeLease>(Assert.IsType<Reply>(told.Single()).Message).AtEpochEnd);
    }

    [Fact]
    public void LosingAnAgent_FreesItsRunsAndCostsNothing()
    {
        var sweep = life.Submit(Some.Spec(maxAttempts: 1));
        life.Register("a");
        life.Register("b");
        life.Assigned("a");

        var effects = life.Send(new LoseAgent("a", life.Incarnation("a")));

        Assert.Contains(new Broadcast(new WorkAvailable()), effects);
        Assert.Equal(0, sweep.Runs[0].Tally.Crashes);
        Assert.NotNull(life.Assigned("b"));
    }

    [Fact]
    public void OutOfMemoryBesideOthers_LowersTheAgentsCapacity()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3]));
        life.Register("a", slots: 3);
        var first = life.Assigned("a", 0)!.Lease;
        life.Assigned("a", 1);
        life.Assigned("a", 2);

        life.End(first, Outcome.OutOfMemory);

        Assert.Equal(2, life.State.Agent("a")!.Capacity);
        Assert.Null(life.Assigned("a", 0));
        Assert.Equal((0, 0), (life.State.Lease(first)!.Run.Tally.Crashes, life.State.Lease(first)!.Run.Tally.MemoryFailures));
        Assert.Equal(0, life.State.Agent("a")!.Tally.Failures);
    }

    [Fact]
    public void ARunTooBigForADevice_GoesToAnotherAgentAndIsNotHeldAgainstIt()
    {
        life.Submit(Some.Spec(maxAttempts: 1));
        life.Register("small");
        life.Register("large");
        life.Online.UnionWith(["small", "large"]);

        life.End(life.Assigned("small")!.Lease, Outcome.OutOfMemory);

        Assert.Null(life.Assigned("small"));
        Assert.Equal(2, life.Assigned("large")!.Attempt);
    }

    [Fact]
    public void ARunTooBigForEveryDevice_IsGivenUpAfterItsAttempts()
    {
        life.Submit(Some.Spec(maxAttempts: 2));
        life.Register("only");
        life.Online.Add("only");

        life.End(life.Assigned("only")!.Lease, Outcome.OutOfMemory);
        Assert.Equal([TrialState.Pending], life.TrialStates());
        life.End(life.Assigned("only")!.Lease, Outcome.OutOfMemory, "alone with 3 GB");

        Assert.Equal([TrialState.Failed], life.TrialStates());
        Assert.Contains("alone with 3 GB", life.State.Sweep("some")!.Runs[0].FailedCause, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatCrashed_IsLeftToOtherAgents_ButNotForEver()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        life.Register("busy");
        life.Online.UnionWith(["a", "busy"]);

        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed);

        Assert.Null(life.Assigned("a"));
        life.Now += TimeSpan.FromMinutes(5);
        Assert.NotNull(life.Assigned("a"));
    }

    [Fact]
    public void ARunThatCrashed_StaysWhereNobodyElseIsThere()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        life.Register("gone");
        life.Online.Add("a");

        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed);

        Assert.NotNull(life.Assigned("a"));
    }

    [Fact]
    public void AttemptsOfARun_AreComputedByTheArithmeticOfItsFirst()
    {
        life.Submit(Some.Spec(lrs: [0.1], epochs: [2]));
        life.Register("a");
        var first = life.Assigned("a")!;
        life.Report(first.Lease, new RunStarted(Some.Provenance() with { Arithmetic = Arithmetics.Direct }));
        life.Epoch(first.Lease, 1);
        life.End(first.Lease, Outcome.TrainerCrashed);

        Assert.Equal((null, Arithmetics.Direct), (first.Order.Arithmetic, life.Assigned("a")!.Order.Arithmetic));
    }

    [Fact]
    public void ASweepThatAsksForAnArithmetic_GetsIt()
    {
        life.Submit(Some.Spec() with { Arithmetic = Arithmetics.LibTorch });
        life.Register("a");

        Assert.Equal(Arithmetics.LibTorch, life.Assigned("a")!.Order.Arithmetic);
    }

    [Fact]
    public void ASweepThatAsksForFewerCheckpoints_SaysWhichEpochsHaveOneInAnyCase()
    {
        life.Submit(Some.Spec(epochs: [2, 5, 9]) with { CheckpointEvery = new(Epochs: 4) });
        life.Register("a");
        var first = life.Assigned("a")!;
        Assert.Equal(new(new(Epochs: 4), [2, 5]), first.Order.Checkpoints);

        life.Start(first.Lease);
        life.Epoch(first.Lease, 1);
        life.Epoch(first.Lease, 2);
        life.End(first.Lease, Outcome.AgentLost);

        Assert.Equal(new(new(Epochs: 4), [5]), life.Assigned("a")!.Order.Checkpoints);
    }

    [Fact]
    public void ASweepThatAsksForNothing_GetsACheckpointOfEveryEpoch()
    {
        life.Submit(Some.Spec());
        life.Register("a");

        Assert.Null(life.Assigned("a")!.Order.Checkpoints);
    }
}
