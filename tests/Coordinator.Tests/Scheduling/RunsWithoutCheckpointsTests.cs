using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Verification;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>A program that cannot continue keeps nothing: whoever tries it again begins at its first epoch.</summary>
public sealed class RunsWithoutCheckpointsTests
{
    private readonly Life life = new();

    private Assign Assigned()
    {
        life.Submit(Some.Spec(epochs: [3], sharing: false, model: ModelSpec.Program) with
        {
            Program = new(["train"]),
            Dataset = new(DatasetSpec.None, null, null),
        });
        life.Register("a");
        life.Register("b");
        var assign = life.Assigned("a")!;
        life.Start(assign.Lease);
        return assign;
    }

    private Acknowledgement? Epoch(LeaseId lease, int epoch) => life.Report(
        lease, new EpochCompleted(Some.Metrics(life.State.Lease(lease)!.Run.Run.Parameters, epoch), null));

    [Fact]
    public void AfterALostAttempt_ItBeginsAtEpoch1_AndWhatIsRecordedStaysRecorded()
    {
        var first = Assigned();
        Epoch(first.Lease, 1);
        Epoch(first.Lease, 2);
        life.End(first.Lease, Outcome.AgentLost);

        var second = life.Assigned("b")!;
        Assert.Equal((null, 0, 3), (second.Order.From, second.Order.FromEpoch, second.Order.ToEpoch));
        life.Start(second.Lease);
        Assert.Equal(Acknowledgement.Duplicate, Epoch(second.Lease, 1));
        Assert.Equal(Acknowledgement.Duplicate, Epoch(second.Lease, 2));
        Assert.Equal(Acknowledgement.Accepted, Epoch(second.Lease, 3));
        Assert.Equal(Acknowledgement.Accepted, life.End(second.Lease, Outcome.Completed));

        Assert.Equal([TrialState.Completed], life.TrialStates());
        Assert.Equal([first.Lease, first.Lease, second.Lease], life.State.Sweep("some")!.AllRuns.Single().Curve.Records.Select(record => record.Lease));
        Assert.Empty(Invariants.Check(life.State));
        life.Restart();
        Assert.Equal([TrialState.Completed], life.TrialStates());
    }

    [Fact]
    public void AnEpochWithoutCheckpoint_IsAsItShouldBe_ForAProgramAlone()
    {
        var lease = Assigned().Lease;
        Epoch(lease, 1);
        var recorded = Assert.IsType<EpochRecorded>(Assert.Single(life.Latest));
        Assert.DoesNotContain(new EpochAudit().Check(life.State, recorded), rule => rule.Kind is Reporting.Answers.FindingKind.CheckpointUnrecorded);

        var other = new Life();
        other.Submit(Some.Spec());
        other.Register("a");
        var trained = other.Assigned("a")!.Lease;
        other.Start(trained);
        other.Report(trained, new EpochCompleted(Some.Metrics(other.State.Lease(trained)!.Run.Run.Parameters, 1), null));
        Assert.Contains(
            new EpochAudit().Check(other.State, Assert.IsType<EpochRecorded>(Assert.Single(other.Latest))),
            rule => rule.Kind is Reporting.Answers.FindingKind.CheckpointUnrecorded);
    }

    /// <summary>What its agent was asked for before the sweep asked for more may still come.</summary>
    [Fact]
    public void AnEpochWithoutCheckpoint_IsAsItShouldBe_WhereTheSweepEverAskedForFewer()
    {
        var audit = new EpochAudit();
        life.Submit(Some.Spec(epochs: [3]) with { CheckpointEvery = new(Epochs: 3) });
        audit.Submitted(life.State.Sweep("some"));
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Start(lease);
        Epoch(lease, 1);
        Assert.Empty(audit.Check(life.State, Assert.IsType<EpochRecorded>(Assert.Single(life.Latest))));

        life.Submit(Some.Spec(epochs: [3]));
        audit.Submitted(life.State.Sweep("some"));
        Epoch(lease, 2);
        Assert.DoesNotContain(
            audit.Check(life.State, Assert.IsType<EpochRecorded>(Assert.Single(life.Latest))), rule => rule.Kind is Reporting.Answers.FindingKind.CheckpointUnrecorded);
    }
}
