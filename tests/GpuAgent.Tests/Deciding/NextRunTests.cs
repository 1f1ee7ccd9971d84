using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>The run that a slot is given while it trains another.</summary>
public sealed class NextRunTests
{
    private static readonly RunOrder Order = Some.Order(toEpoch: 1);
    private static readonly EpochMetrics Epoch = new(1, 1.5, 1.25, 0.5, 0.25);
    private static readonly Assign Next = Some.Assign(8, Some.Order(toEpoch: 1, lr: 0.5)) with { Ahead = true };
    private static readonly Registered Welcome = new(30, "http://coordinator", "token", LeasesAhead: true);

    [Fact]
    public void InTheLastEpochOfARun_WhoseEpochsAreShort_TheNextOneIsAskedFor()
    {
        var it = Trained(Epoch);

        Assert.Contains(Begin(it, Some.Assign(7, Order)), order => order is Say { Message: RequestWork { Slot: 0, Ahead: true } });
    }

    [Fact]
    public void BeforeTheLastEpoch_NothingIsAskedFor()
    {
        var it = Trained(Epoch);

        var began = Begin(it, Some.Assign(7, Order with { ToEpoch = 2 }));

        Assert.DoesNotContain(began, order => order is Say { Message: RequestWork });
        Assert.Contains(
            it.On(Says(it, new EpochTrained(Epoch, null))), order => order is Say { Message: RequestWork { Ahead: true } });
    }

    /// <summary>The coordinator would take the run that is trained for the next one.</summary>
    [Fact]
    public void TheEndOfTheRunBefore_IsSaidFirst()
    {
        var it = Trained(Epoch);
        Begin(it, Some.Assign(7, Order));
        it.Hear(Next);
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();
        Assert.DoesNotContain(it.On(new FolderMade(0, Next.Lease, "work")), order => order is Say { Message: RequestWork });

        var orders = it.On(new Noted(0, note.Report)).OfType<Say>().Select(say => say.Message).ToList();

        Assert.Equal(note.Report.Number, Assert.IsType<Report>(orders[0]).Number);
        Assert.True(Assert.IsType<RequestWork>(orders[1]).Ahead);
        Assert.DoesNotContain(
            it.Hear(new Acknowledge(note.Report.Number, Acknowledgement.Accepted)), order => order is Say { Message: RequestWork });
    }

    [Fact]
    public void ASlotWithoutAnotherRun_AsksForOneAsSoonAsItIsSaidHowTheLastOneEnded()
    {
        var it = Trained(Epoch);
        it.Hear(Some.Assign(7, Order));
        it.On(new FolderMade(0, new(7), "work"));
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();

        var orders = it.On(new Noted(0, note.Report)).OfType<Say>().Select(say => say.Message).ToList();

        Assert.Equal(note.Report.Number, Assert.IsType<Report>(orders[0]).Number);
        Assert.Null(Assert.IsType<RequestWork>(orders[1]).Ahead);
    }

    /// <summary>What it said of that run was lost on the way: the coordinator gives it again, and has to hear first how it ended.</summary>
    [Fact]
    public void ASlotThatIsOfferedTheRunThatIsOver_AsksAgainWhenItsEndIsTaken()
    {
        var it = Trained(Epoch);
        var given = Some.Assign(7, Order);
        it.Hear(given);
        it.On(new FolderMade(0, new(7), "work"));
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();
        it.On(new Noted(0, note.Report));

        Assert.Empty(it.Hear(given));
        Assert.IsType<SlotState.Idle>(it.Slot);
        Assert.Contains(
            it.Hear(new Acknowledge(note.Report.Number, Acknowledgement.Accepted)), order => order is Say { Message: RequestWork });
    }

    /// <summary>What it reports may have a checkpoint that is uploaded for a long time.</summary>
    [Fact]
    public void ASlotWhoseRunIsOver_AsksForTheNextOne_BeforeTheCoordinatorHasHeardOfThat()
    {
        var it = Trained(Epoch with { Seconds = 100 });
        Begin(it, Some.Assign(7, Order));

        var orders = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done.")));

        Assert.Contains(orders, order => order is Say { Message: RequestWork { Ahead: true } });
        it.On(new Noted(0, orders.OfType<Note>().Single().Report));
        Assert.Contains(it.Hear(Next), order => order is MakeFolder { Lease.Number: 8 });
    }

    [Fact]
    public void ASlotOnWhichARunFailed_WaitsForWhatTheCoordinatorMakesOfThat()
    {
        var it = Trained(Epoch with { Seconds = 100 });
        Begin(it, Some.Assign(7, Order));

        Assert.DoesNotContain(it.On(Says(it, new OrderEnded(Outcome.OutOfMemory, "full"))), order => order is Say { Message: RequestWork });
    }

    [Fact]
    public void WhereEpochsTakeLong_OrTheCoordinatorDoesNotLeaseAhead_NothingIsAskedFor()
    {
        foreach (var it in new[]
        {
            Trained(Epoch with { Seconds = 31 }), Trained(Epoch, Welcome with { LeasesAhead = null }),
        })
            Assert.DoesNotContain(Begin(it, Some.Assign(7, Order)), order => order is Say { Message: RequestWork });
    }

    [Fact]
    public void WhatIsNext_IsHeldInTheHeartbeat_AndBegunWithTheEndOfTheRunBefore_BeforeThatIsNoted()
    {
        var it = Trained(Epoch);
        Begin(it, Some.Assign(7, Order));
        var beat = it.Hear(Next).OfType<KeepSaying>().Single().Heartbeat;
        Assert.Equal((7, 8), (Assert.Single(beat.Running).Number, Assert.Single(beat.Ahead!.Value).Number));

        var orders = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done.")));

        Assert.Equal([typeof(Note), typeof(MakeFolder)], orders.Where(order => order is Note or MakeFolder).Select(order => order.GetType()));
        Assert.Equal(8, it.Slot.Given!.Lease.Number);
        Assert.IsType<Tell>(Assert.Single(it.On(new FolderMade(0, new(8), "work")), order => order is Tell));
    }

    [Theory]
    [InlineData(Outcome.OutOfMemory)]
    [InlineData(Outcome.BadConfiguration)]
    public void WhereARunFails_TheNextOneIsGivenBack(Outcome outcome)
    {
        var it = Trained(Epoch);
        Begin(it, Some.Assign(7, Order));
        it.Hear(Next);

        var ends = it.On(Says(it, new OrderEnded(outcome, "so it is"))).OfType<Note>().Select(note => note.Report).ToList();

        Assert.Equal([(7L, outcome), (8L, Outcome.Cancelled)], ends.Select(end => (end.Lease.Number, ((RunEnded)end.Fact).Outcome)));
    }

    [Fact]
    public void AnAgentThatIsDrained_GivesBackWhatItHasNotBegun_AtOnce()
    {
        var it = Trained(Epoch);
        Begin(it, Some.Assign(7, Order));
        it.Hear(Next);

        var given = Assert.Single(it.Hear(new Drain()).OfType<Note>()).Report;

        Assert.Equal((8L, Outcome.Cancelled), (given.Lease.Number, ((RunEnded)given.Fact).Outcome));
        Assert.IsType<SlotState.Stopping>(it.Slot);
    }

    /// <summary>The disk does not take the end of the run: the coordinator gives the lease again, and it is trained again.</summary>
    [Fact]
    public void WhereTheEndCannotBeNoted_ItsLeaseIsTakenAgain()
    {
        var it = Trained(Epoch);
        Begin(it, Some.Assign(7, Order));
        it.Hear(Next);
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();

        it.On(new DiskRefused(note, "No space left on device", nameof(IOException)));
        Assert.IsType<SlotState.Resting>(it.Slot);
        it.Pass(AgentMachine.Rest).On(Tick.Instance);
        it.Hear(Some.Assign(7, Order));

        Assert.Equal(7, it.Slot.Given!.Lease.Number);
    }

    [Fact]
    public void WhatComesWhileTheEndIsBeingNoted_IsBegunThen()
    {
        var it = Trained(Epoch);
        Begin(it, Some.Assign(7, Order));
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();
        Assert.DoesNotContain(it.Hear(Next), order => order is MakeFolder);

        Assert.Contains(it.On(new Noted(0, note.Report)), order => order is MakeFolder { Lease.Number: 8 });
    }

    /// <summary>A slot with a warm trainer that has trained such an epoch before.</summary>
    private static MachineInTest Trained(EpochMetrics epoch, Registered? welcome = null)
    {
        var it = new MachineInTest();
        it.On(new LineOpened("coordinator:4053"), new Heard(welcome ?? Welcome));
        it.Hear(Some.Assign(6, Order));
        it.On(new FolderMade(0, new(6), "work"));
        it.On(new TrainerStarted(0, ((SlotState.Starting)it.Slot).Trainer));
        var said = it.On(Says(it, new EpochTrained(epoch, null))).Concat(it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))));
        foreach (var note in said.OfType<Note>().ToList())
            it.On(new Noted(0, note.Report), new Heard(new Acknowledge(note.Report.Number, Acknowledgement.Accepted)));
        return it;
    }

    private static IReadOnlyList<AgentOrder> Begin(MachineInTest it, Assign assign)
    {
        it.Hear(assign);
        return it.On(new FolderMade(0, assign.Lease, "work"));
    }

    private static TrainerSaid Says(MachineInTest it, TrainerEvent what) => new(it.Machine.Slots[0].Trainer!.Value, what);
}
