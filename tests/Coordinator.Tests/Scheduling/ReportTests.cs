using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class ReportTests
{
    private readonly Life life = new();

    private Assign Assigned(SweepSpec spec)
    {
        life.Submit(spec);
        life.Register("a");
        var assign = life.Assigned("a")!;
        life.Start(assign.Lease);
        return assign;
    }

    [Fact]
    public void EveryMilestone_HasItsResultAsSoonAsTheCurveCoversIt()
    {
        var assign = Assigned(Some.Spec(epochs: [1, 3]));

        life.Epoch(assign.Lease, 1);

        Assert.Equal([TrialState.Completed, TrialState.Running], life.TrialStates());
        var trial = life.State.Sweep("some")!.Trials[0];
        Assert.Equal(Some.Metrics(assign.Order.Parameters, 1).ValAccuracy, CoordinatorState.ResultOf(trial)!.ValAccuracy);
        Assert.Equal(assign.Lease, life.State.LeaseOf(trial)!.Id);
    }

    [Fact]
    public void AnEpochReportedTwice_IsADuplicateAndJournalsNothing()
    {
        var lease = Assigned(Some.Spec()).Lease;

        Assert.Equal(Acknowledgement.Accepted, life.Epoch(lease, 1));
        Assert.Equal(Acknowledgement.Duplicate, life.Epoch(lease, 1));
        Assert.Empty(life.Latest);
    }

    [Fact]
    public void AReportOfAnotherHomesLease_IsStaleAndJournalsNothing()
    {
        var lease = Assigned(Some.Spec()).Lease;
        var metrics = Some.Metrics(life.State.Lease(lease)!.Run.Run.Parameters, 1);

        Assert.Equal(Acknowledgement.Stale, life.Report(lease, new EpochCompleted(metrics, null), new RunId("feedfacefeedface")));
        Assert.Equal(Acknowledgement.Stale, life.Report(lease, new RunEnded(Outcome.TrainerCrashed, ""), new RunId("feedfacefeedface")));
        Assert.Empty(life.Latest);
    }

    [Fact]
    public void AReportOfAnAgentThatNamesNoRun_IsTakenByItsLease()
    {
        var lease = Assigned(Some.Spec()).Lease;
        var metrics = Some.Metrics(life.State.Lease(lease)!.Run.Run.Parameters, 1);
        var reply = life.Send(new RecordReport(new(life.State.Lease(lease)!.Agent, 1, lease, new EpochCompleted(metrics, null)))).OfType<Reply>().Single();

        Assert.Equal(Acknowledgement.Accepted, ((Acknowledge)reply.Message).Answer);
    }

    [Fact]
    public void AReportOfAnotherAgent_CountsForNothing()
    {
        var lease = Assigned(Some.Spec()).Lease;
        var metrics = Some.Metrics(life.State.Lease(lease)!.Run.Run.Parameters, 1);
        foreach (var fact in new Fact[] { new EpochCompleted(metrics, null), new RunEnded(Outcome.TrainerCrashed, "") })
        {
            var reply = life.Send(new RecordReport(new("other", 1, lease, fact))).OfType<Reply>().Single();
            Assert.Equal(Acknowledgement.Stale, ((Acknowledge)reply.Message).Answer);
        }
        Assert.Empty(life.Latest);
    }

    [Fact]
    public void AnEpochAheadOfItsTurn_IsNotAnswered()
    {
        var lease = Assigned(Some.Spec(epochs: [3])).Lease;

        Assert.Null(life.Epoch(lease, 2));
        Assert.Equal(Acknowledgement.Accepted, life.Epoch(lease, 1));
        Assert.Equal(Acknowledgement.Accepted, life.Epoch(lease, 2));
    }

    [Fact]
    public void AnEpochAheadOfItsTurn_IsStaleOnceItsLeaseIsOver()
    {
        var lease = Assigned(Some.Spec(epochs: [3])).Lease;
        life.Send(new ExpireLease(lease));

        Assert.Equal(Acknowledgement.Stale, life.Epoch(lease, 2));
    }

    [Fact]
    public void ALateEpoch_IsRecordedIfItIsTheNext()
    {
        var lease = Assigned(Some.Spec(epochs: [1])).Lease;
        life.Send(new ExpireLease(lease));

        Assert.Equal(Acknowledgement.Accepted, life.Epoch(lease, 1));
        Assert.Equal([TrialState.Completed], life.TrialStates());
        Assert.Equal(Acknowledgement.Stale, life.End(lease, Outcome.Completed));
    }

    [Fact]
    public void ALateEpochThatFinishesTheRun_StopsWhoeverTrainsItNow()
    {
        var first = Assigned(Some.Spec(epochs: [1]));
        life.Send(new ExpireLease(first.Lease));
        life.Register("b");
        var second = life.Assigned("b")!;

        var metrics = Some.Metrics(first.Order.Parameters, 1);
        var effects = life.Send(new RecordReport(new("a", 9, first.Lease, new EpochCompleted(metrics, null))));

        Assert.Contains(effects, e => e is SendTo { Agent: "b", Message: RevokeLease revoke } && revoke.Lease == second.Lease && !revoke.AtEpochEnd);
        Assert.Equal(Outcome.Cancelled, life.State.Lease(second.Lease)!.Outcome);
    }

    [Fact]
    public void AnUnknownLease_IsStale() => Assert.Equal(Acknowledgement.Stale, life.End(new(77), Outcome.Completed));

    [Fact]
    public void ARunThatEndsBeforeItsEpochsArrived_IsNotAnsweredYet()
    {
        var lease = Assigned(Some.Spec(epochs: [1])).Lease;

        Assert.Null(life.End(lease, Outcome.Completed));
        life.Epoch(lease, 1);
        Assert.Equal(Acknowledgement.Accepted, life.End(lease, Outcome.Completed));
        Assert.Equal(Acknowledgement.Duplicate, life.End(lease, Outcome.Completed));
    }

    [Fact]
    public void ADivergedRun_IsAResultForEveryMilestoneFromThere()
    {
        var assign = Assigned(Some.Spec(lrs: [1e10], epochs: [1, 2, 5]));

        life.Train(assign);

        Assert.Equal([TrialState.Completed, TrialState.Diverged, TrialState.Diverged], life.TrialStates());
        var result = CoordinatorState.ResultOf(life.State.Sweep("some")!.Trials[2])!;
        Assert.Equal((double.NaN, 1), (result.TrainLoss, result.BestEpoch));
        Assert.Null(life.Assigned("a"));
    }

    [Fact]
    public void Crashes_AreCountedUpToMaxAttempts()
    {
        life.Submit(Some.Spec(epochs: [1, 2], maxAttempts: 2));
        life.Register("a");
        var first = life.Assigned("a")!.Lease;
        life.Start(first);
        life.Epoch(first, 1);
        life.End(first, Outcome.TrainerCrashed);
        Assert.Equal(TrialState.Pending, life.TrialStates()[1]);

        life.End(life.Assigned("a")!.Lease, Outcome.TimedOut, "no step for 60 s");

        Assert.Equal([TrialState.Completed, TrialState.Failed], life.TrialStates());
        Assert.Contains("no step for 60 s", life.State.Sweep("some")!.Runs[0].FailedCause, StringComparison.Ordinal);
        Assert.Null(life.Assigned("a"));
    }

    [Fact]
    public void ABadConfiguration_FailsTheRunAtOnce()
    {
        life.Submit(Some.Spec());
        life.Register("a");

        life.End(life.Assigned("a")!.Lease, Outcome.BadConfiguration, "no such dataset");

        Assert.Equal([TrialState.Failed], life.TrialStates());
        Assert.Equal("no such dataset", life.State.Sweep("some")!.Runs[0].FailedCause);
    }

    [Fact]
    public void ABadConfigurationOfAnAgent_IsItsOwnWhereAnotherHasBegun()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        life.Register("good");
        life.Register("bad");
        life.Start(life.Assigned("good")!.Lease);

        life.End(life.Assigned("bad")!.Lease, Outcome.BadConfiguration, "no such dataset");

        Assert.DoesNotContain(TrialState.Failed, life.TrialStates());
        Assert.Null(life.Assigned("bad"));
        life.Register("bad");
        Assert.NotNull(life.Assigned("bad"));
    }

    [Fact]
    public void ABadConfigurationOfAnAgent_IsItsOwnWhileAnotherMayBeBetter()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        life.Register("bad");
        life.Register("untried");
        life.Online.UnionWith(["bad", "untried"]);

        life.End(life.Assigned("bad")!.Lease, Outcome.BadConfiguration, "no such dataset");
        Assert.DoesNotContain(TrialState.Failed, life.TrialStates());
        Assert.Null(life.Assigned("bad"));
        life.Restart();
        life.End(life.Assigned("untried")!.Lease, Outcome.BadConfiguration, "no such dataset here either");

        Assert.Contains(TrialState.Failed, life.TrialStates());
    }

    [Fact]
    public void OtherData_EndTheLeaseAndTheRunGoesElsewhere()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        life.Register("a");
        life.Register("b");
        life.Start(life.Assigned("a")!.Lease, "aa");
        var lease = life.Assigned("b")!.Lease;

        var answer = life.Start(lease, "bb");

        Assert.Equal(Acknowledgement.Stale, answer);
        var ended = life.State.Lease(lease)!;
        Assert.Equal(Outcome.BadConfiguration, ended.Outcome);
        Assert.All(["agent a", "agent b", "aa", "bb"], part => Assert.Contains(part, ended.Detail, StringComparison.Ordinal));
        Assert.True(ended.Run.Open);
        Assert.Null(life.Assigned("b"));
        Assert.Equal(Acknowledgement.Stale, life.Epoch(lease, 1));
    }

    [Fact]
    public void AnAttemptThatWasStopped_CostsNothing()
    {
        life.Submit(Some.Spec(maxAttempts: 1));
        life.Register("a");

        life.End(life.Assigned("a")!.Lease, Outcome.Cancelled);

        Assert.Equal([TrialState.Pending], life.TrialStates());
        Assert.Equal(2, life.Assigned("a")!.Attempt);
    }
}
