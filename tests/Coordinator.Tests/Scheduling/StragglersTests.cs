using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Verification;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>The last run of a sweep is on a slow slot, and a faster one is free.</summary>
public sealed class StragglersTests
{
    private const int Epochs = 10;
    private readonly Life life = new() { LastRunsTwice = true };

    public static TheoryData<string, double, double, int, int, bool> Table => new()
    {
        // what, seconds of an epoch on the slow slot and on the free one, epochs done, seconds into the next, whether it is started twice
        { "the free slot would be done in half the time", 20, 10, 2, 0, true },
        { "it would be done a little sooner, which may be chance", 20, 19, 2, 0, false },
        { "it is as fast", 20, 20, 2, 0, false },
        { "it is slower", 20, 40, 2, 0, false },
        { "all but one epoch is done, and that is nearly over", 20, 10, 9, 15, false },
        { "all but one epoch is done, and that has just begun", 20, 10, 9, 1, true },
        { "the last epoch is long overdue", 20, 19, 9, 300, true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void ALastRun_IsStartedASecondTime_WhereThatIsWorthIt(string what, double slow, double free, int done, int into, bool twice)
    {
        var first = Straggling(slow, free, done);
        life.Now += TimeSpan.FromSeconds(into);

        var second = life.Assigned("free");

        Assert.True(twice == second is not null, what);
        if (second is null)
            return;
        Assert.Equal((first.Order.Run, first.Attempt + 1, done, Epochs), (second.Order.Run, second.Attempt, second.Order.FromEpoch, second.Order.ToEpoch));
        Sound();
    }

    [Fact]
    public void OffUnlessItIsAskedFor()
    {
        life.LastRunsTwice = false;
        Straggling(20, 10, 2);

        Assert.Null(life.Assigned("free"));
    }

    [Fact]
    public void TheFirstResultWins_AndWhoeverIsLate_IsToldToStop()
    {
        var first = Straggling(20, 10, 2);
        var second = life.Assigned("free")!;
        life.Start(second.Lease);

        for (var epoch = 3; epoch < Epochs; epoch++)
        {
            Assert.Equal(Acknowledgement.Accepted, life.Epoch(second.Lease, epoch));
            if (epoch == 3)
                Assert.Equal(Acknowledgement.Duplicate, life.Epoch(first.Lease, epoch));
        }
        var effects = life.Send(new RecordReport(new(
            "free", 1000, second.Lease, new EpochCompleted(Some.Metrics(second.Order.Parameters, Epochs), null), second.Order.Run)));

        Assert.Equal(first.Lease, Assert.IsType<RevokeLease>(Assert.Single(effects.OfType<SendTo>(), send => send.Agent == "slow").Message).Lease);
        Assert.Equal((Outcome.Cancelled, true), (life.State.Lease(first.Lease)!.Outcome, life.State.Lease(second.Lease)!.Active));
        Assert.Equal(Acknowledgement.Accepted, life.End(second.Lease, Outcome.Completed));
        Assert.True(life.State.Run(first.Order.Run)!.Done);
        Sound();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhereOneOfTheTwoFails_TheOtherGoesOn_AndTheRunIsNotGivenUp(bool firstFails)
    {
        var first = Straggling(20, 10, 2, maxAttempts: 1);
        var second = life.Assigned("free")!;
        life.Start(second.Lease);

        life.End(firstFails ? first.Lease : second.Lease, Outcome.TrainerCrashed);

        var run = life.State.Run(first.Order.Run)!;
        Assert.Equal((null, firstFails ? second.Lease : first.Lease, null), (run.FailedCause, run.CurrentLease!.Id, run.SecondLease));
        Sound();
        life.End(run.CurrentLease.Id, Outcome.TrainerCrashed);
        Assert.NotNull(run.FailedCause);
    }

    [Fact]
    public void NobodyElseIsGivenIt_AThirdTime()
    {
        Straggling(20, 10, 2);
        Assert.NotNull(life.Assigned("free"));
        life.Register("third");
        Measure("third", 1);

        Assert.Null(life.Assigned("third"));
    }

    [Fact]
    public void ASlotWithAnotherDevice_IsNotGivenIt_BecauseItsBitsWouldDiffer()
    {
        Straggling(20, 10, 2);
        life.RegisterAs("free", "another processor");

        Assert.Null(life.Assigned("free"));
    }

    [Fact]
    public void AnAgentInQuarantine_OrOfWhichNothingWasMeasured_IsNotGivenIt()
    {
        Straggling(20, 10, 2);
        life.Register("new");
        Assert.Null(life.Assigned("new"));

        life.State.Apply(new AgentQuarantined("free", "so it is") { At = life.Now });
        Assert.Null(life.Assigned("free"));
    }

    /// <summary>One run of ten epochs is left, at work on the slow agent; the other is free, and both were measured.</summary>
    private Assign Straggling(double slow, double free, int done, int maxAttempts = 3)
    {
        life.Register("slow");
        life.Register("free");
        Measure("slow", slow);
        Measure("free", free);
        life.Submit(Some.Spec(lrs: [0.5], epochs: [Epochs], name: "last", maxAttempts: maxAttempts));
        life.Now += Placement.FasterFirst;
        var assign = life.Assigned("slow")!;
        life.Start(assign.Lease);
        for (var epoch = 1; epoch <= done; epoch++)
        {
            var metrics = Some.Metrics(assign.Order.Parameters, epoch) with { Seconds = slow };
            life.Report(assign.Lease, new EpochCompleted(metrics, Some.Checkpoint(metrics, assign.Order.Run)));
        }
        return assign;
    }

    private void Measure(string agent, double seconds)
    {
        life.Submit(Some.Spec(lrs: [0.1], epochs: [1], name: agent));
        life.Now += Placement.FasterFirst;
        var assign = life.Assigned(agent)!;
        life.Start(assign.Lease);
        var metrics = Some.Metrics(assign.Order.Parameters, 1) with { Seconds = seconds };
        life.Report(assign.Lease, new EpochCompleted(metrics, Some.Checkpoint(metrics, assign.Order.Run)));
        life.End(assign.Lease, Outcome.Completed);
    }

    /// <summary>The state holds together, is the same after a restart, and no audit of the journal finds anything.</summary>
    private void Sound()
    {
        Assert.Empty(Invariants.Check(life.State));
        Assert.Equal(StateText.Of(life.State), StateText.Of(CoordinatorState.Replay(life.Events)));
        var before = new CoordinatorState();
        foreach (var e in life.Events)
        {
            if (e is LeaseGranted granted)
                Assert.Empty(LeaseAudit.Check(before, granted));
            before.Apply(e);
        }
    }
}
