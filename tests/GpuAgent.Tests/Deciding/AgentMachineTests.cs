using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>Every test compares the orders that an event gives; what each event gives in each state stands in <c>docs/agent.md</c>.</summary>
public sealed class AgentMachineTests
{
    private static readonly CheckpointReference Checkpoint = new(1, new string('a', 64), UploadBook.SentUnasked + 1);
    private static readonly Registered Welcome = new(30, "http://coordinator", "token");

    [Fact]
    public void WhateverHappens_NothingIsDoneBeforeWhatItStandsOn_AndWhatWasTakenOnComesToItsEnd()
    {
        var (ends, said) = (0, 0);
        for (var seed = 1; seed <= 300; seed++)
        {
            var world = new RandomWorld(seed, slots: 1 + seed % 3);
            world.Live(steps: 400);
            world.ComeToRest();
            (ends, said) = (ends + world.Ends, said + world.Said);
        }
        Assert.InRange(ends, 1000, int.MaxValue);
        Assert.InRange(said, 3000, int.MaxValue);
    }

    [Fact]
    public void SameEventsAtTheSameTimes_GiveTheSameOrders() => Assert.Equal(Story(), Story());

    [Fact]
    public void Epoch_IsAdoptedThenNotedThenStoredThenSaid_AndLeavesWithItsAcknowledgement()
    {
        var it = InTraining();
        var adopt = Assert.IsType<Adopt>(Assert.Single(it.On(Says(it, new EpochTrained(Some.Metrics(1), "epoch-1")))));
        Assert.Equal(("epoch-1", 7L), (adopt.File, adopt.Lease.Number));

        var note = Assert.IsType<Note>(Assert.Single(it.On(new Adopted(0, adopt.Lease, adopt.Metrics, Checkpoint))));
        Assert.Equal(new EpochCompleted(Some.Metrics(1), Checkpoint), note.Report.Fact);

        var ask = it.On(new Noted(note.Slot, note.Report)).OfType<AskStore>().Single();
        var send = Assert.IsType<SendToStore>(Assert.Single(it.On(Answer(ask, new StoreAnswer.Absent("404")))));
        Assert.Equal(ask.Sha256, send.Sha256);

        var say = Assert.IsType<Say>(Assert.Single(it.On(Answer(ask, StoreAnswer.Done.Instance))));
        Assert.Equal(note.Report with { Incarnation = Some.Identity.Incarnation }, say.Message);

        Assert.Equal(
            [new Drop(note.Report.Number, IsLast: true), new Release(Checkpoint.Sha256)],
            it.Hear(new Acknowledge(note.Report.Number, Acknowledgement.Accepted)).Where(order => order is not KeepSaying));
    }

    [Fact]
    public void ASmallCheckpoint_ThatWasMadeJustNow_IsSentWithoutAQuestion_AndAskedForAfterwards()
    {
        var it = Registered();
        var small = Checkpoint with { Bytes = UploadBook.SentUnasked };
        var send = it.On(new Noted(0, it.Machine.Reports.Next("lab-1", new(7), Some.Order(1).Run, new EpochCompleted(Some.Metrics(1), small))))
            .OfType<SendToStore>().Single();

        it.On(new StoreAnswered(send.Sha256, send.Question, new StoreAnswer.Failed("503")));

        // Some of it may have come.
        Assert.Single(it.Pass(TimeSpan.FromMinutes(2)).On(Tick.Instance).OfType<AskStore>());
    }

    [Fact]
    public void NoSlotWaits_ForTheCheckpointOfAnother()
    {
        var it = new MachineInTest(slots: 2);
        it.On(new LineOpened("coordinator:4053"), new Heard(Welcome));
        var asked = it.On(new Noted(0, Epoch(it, 7))).OfType<AskStore>().Single();
        Assert.DoesNotContain(it.On(new Noted(0, End(it, 7))), order => order is Say { Message: Report });

        Assert.Equal([3L], Said(it.On(new Noted(1, End(it, 8)))));
        Assert.Equal([1L, 2L], Said(it.On(Answer(asked, StoreAnswer.Done.Instance))));

        static IEnumerable<long> Said(IEnumerable<AgentOrder> orders) =>
            orders.OfType<Say>().Select(say => say.Message).OfType<Report>().Select(report => report.Number);
    }

    [Fact]
    public void TwoReportsOfOneCheckpoint_AskTheStoreOnce_AndReleaseItWithTheLast()
    {
        var it = Registered();
        var asked = it.On(new Noted(0, Epoch(it, 7))).OfType<AskStore>().Single();
        Assert.DoesNotContain(it.On(new Noted(0, Epoch(it, 8))), order => order is AskStore);

        Assert.Equal(2, it.On(Answer(asked, StoreAnswer.Done.Instance)).OfType<Say>().Count(say => say.Message is Report));
        Assert.DoesNotContain(it.Hear(new Acknowledge(1, Acknowledgement.Accepted)), order => order is Release);
        Assert.Contains(new Release(Checkpoint.Sha256), it.Hear(new Acknowledge(2, Acknowledgement.Duplicate)));
    }

    [Fact]
    public void AnswerOfAStoreBeforeTheCoordinatorWasMetAnew_DoesNotCount()
    {
        var it = Registered();
        var before = it.On(new Noted(0, Epoch(it, 7))).OfType<AskStore>().Single();
        it.Hear(new RegisterFirst());
        var after = it.Hear(Welcome with { Blobs = "http://elsewhere" }).OfType<AskStore>().Single();

        Assert.Equal("http://elsewhere", after.At.Url);
        Assert.DoesNotContain(it.On(Answer(before, StoreAnswer.Done.Instance)), order => order is Say);
        Assert.Contains(it.On(Answer(after, StoreAnswer.Done.Instance)), order => order is Say { Message: Report });
    }

    /// <summary>
    /// A registration that the agent repeats by itself may be the first word that another process of the coordinator hears of it, over the
    /// home of an older backup.
    /// </summary>
    [Fact]
    public void WhatAStoreHad_IsAskedAgainAfterEveryRegistration_AndItsReportWaitsForTheAnswer()
    {
        var it = Registered();
        var before = it.On(new Noted(0, Epoch(it, 7))).OfType<AskStore>().Single();
        Assert.Contains(it.On(Answer(before, StoreAnswer.Done.Instance)), order => order is Say { Message: Report });

        var orders = it.Hear(Welcome);

        Assert.DoesNotContain(orders, order => order is Say { Message: Report });
        var again = orders.OfType<AskStore>().Single();
        Assert.Contains(it.On(Answer(again, StoreAnswer.Done.Instance)), order => order is Say { Message: Report });
    }

    [Fact]
    public void ReportsOfOneMoment_GoInOneMessage_WhereTheCoordinatorTakesIt_AndLeaveWithAnAnswerToAll()
    {
        var it = Registered();
        it.Hear(Welcome with { ReportsTogether = true });
        var asked = it.On(new Noted(0, Epoch(it, 7))).OfType<AskStore>().Single();
        it.On(new Noted(0, End(it, 7)));

        var said = it.On(Answer(asked, StoreAnswer.Done.Instance)).OfType<Say>().Select(say => say.Message);

        Assert.Equal([1L, 2L], Assert.IsType<Reports>(Assert.Single(said, message => message is not RequestWork)).Each.Select(report => report.Number));
        Assert.Equal(
            [1L, 2L],
            it.Hear(new Acknowledgements([new(1, Acknowledgement.Accepted), new(2, Acknowledgement.Duplicate)])).OfType<Drop>().Select(drop => drop.Number));
        Assert.Equal(0, it.Machine.Reports.Count);
    }

    [Fact]
    public void MoreReportsThanTheWindow_GoAsTheFirstAreAcknowledged()
    {
        var it = Registered();
        for (var lease = 1; lease <= AgentMachine.Window + 2; lease++)
            it.On(new Noted(0, End(it, lease)));
        Assert.Equal(AgentMachine.Window, it.Machine.Conversation.Said.Count);

        Assert.Equal(
            [AgentMachine.Window + 1L],
            it.Hear(new Acknowledge(1, Acknowledgement.Accepted)).OfType<Say>().Select(say => ((Report)say.Message).Number));
    }

    [Fact]
    public void ReportsOfAnEarlierProcess_AreEndedAndGoBeforeAnythingIsAskedFor()
    {
        var it = new MachineInTest(kept: [new Report("lab-1", 41, new(7), new EpochCompleted(Some.Metrics(1), null))]);
        var note = Assert.IsType<Note>(Assert.Single(it.Machine.Begin()));
        Assert.Equal((null, 42L), (note.Slot, note.Report.Number));
        Assert.Equal(new RunEnded(Outcome.AgentLost, "Agent lab-1 started anew."), note.Report.Fact);

        it.On(new Noted(null, note.Report), new LineOpened("coordinator:4053"));
        Assert.Equal([41L, 42L], it.Hear(Welcome).OfType<Say>().Select(say => ((Report)say.Message).Number));
        it.Hear(new Acknowledge(41, Acknowledgement.Accepted));
        Assert.Contains(it.Hear(new Acknowledge(42, Acknowledgement.Accepted)), order => order is Say { Message: RequestWork });
    }

    [Fact]
    public void EndOfAnEarlierProcessThatCannotBeNoted_HoldsNothingUp()
    {
        var it = new MachineInTest(kept: [new Report("lab-1", 41, new(7), new EpochCompleted(Some.Metrics(1), null))]);
        var note = Assert.IsType<Note>(Assert.Single(it.Machine.Begin()));
        Assert.IsType<Write>(Assert.Single(it.On(new DiskRefused(note, "No space left on device", nameof(IOException)))));

        it.On(new LineOpened("coordinator:4053"));
        Assert.Equal([41L], it.Hear(Welcome).OfType<Say>().Select(say => ((Report)say.Message).Number));
        Assert.Contains(it.Hear(new Acknowledge(41, Acknowledgement.Accepted)), order => order is Say { Message: RequestWork });
    }

    [Fact]
    public void AcknowledgementThatCannotBeNoted_IsNoReasonToSayItAgain()
    {
        var it = Registered();
        it.On(new Noted(0, End(it, 7)));
        var drop = it.Hear(new Acknowledge(1, Acknowledgement.Accepted)).OfType<Drop>().Single();
        it.On(new DiskRefused(drop, "No space left on device", nameof(IOException)));

        Assert.DoesNotContain(it.Pass(TimeSpan.FromSeconds(5)).On(Tick.Instance), order => order is Say { Message: Report });
    }

    [Fact]
    public void Trainer_ThatIsBeingKilledAsStalled_TakesNoOtherRun()
    {
        var it = InTraining();
        for (var minute = 0; minute < 10; minute++)
            it.Pass(TimeSpan.FromMinutes(1)).On(Tick.Instance);
        Assert.IsType<SlotState.Stalled>(it.Slot);
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();
        it.On(new Noted(0, note.Report), new Heard(new Acknowledge(note.Report.Number, Acknowledgement.Accepted)));

        it.Hear(Some.Assign(8, Some.Order(toEpoch: 1)));
        Assert.IsType<SlotState.AwaitingExit>(it.Slot);
        Assert.IsType<MakeFolder>(Assert.Single(it.On(new TrainerExited(it.Machine.Slots[0].Dying.Single(), new(137, [])))));
        Assert.IsType<StartTrainer>(Assert.Single(it.On(new FolderMade(0, new(8), "work"))));
    }

    [Fact]
    public void WhatARunContinuesFrom_IsLookedAtWhenTheTrainerBeforeHasExited()
    {
        var it = InTraining();
        it.On(Says(it, new OrderEnded(Outcome.OutOfMemory, "full")));
        it.On(new Noted(0, it.Machine.Reports.Next("lab-1", new(7), Some.Order(1).Run, new RunEnded(Outcome.OutOfMemory, "full"))));
        foreach (var waits in it.Machine.Reports.Waiting.ToList())
            it.Hear(new Acknowledge(waits.Number, Acknowledgement.Accepted));
        var from = new CheckpointReference(1, new string('a', 64), 10);

        Assert.Empty(it.Hear(Some.Assign(8, Some.Order(toEpoch: 2, from: from))).OfType<LookForCheckpoint>());
        var looks = it.On(new TrainerExited(it.Machine.Slots[0].Dying.Single(), new(137, []))).OfType<LookForCheckpoint>();

        Assert.Equal(from, Assert.Single(looks).Checkpoint);
    }

    [Fact]
    public void CheckpointThatATrainerCannotRead_IsLookedAtAnew_AndGivenUpWhenTheThirdCannot()
    {
        var it = Registered();
        var look = it.Hear(Some.Assign(7, Some.Order(toEpoch: 2, from: Checkpoint))).OfType<LookForCheckpoint>().Single();
        var start = it.On(new CheckpointLookedFor(0, look.Lease, "sound"), new FolderMade(0, look.Lease, "work"))
            .OfType<StartTrainer>().Single();
        it.On(new TrainerStarted(0, start.Trainer));

        Assert.Equal(look, Assert.Single(it.On(Unread(it)).OfType<LookForCheckpoint>()));
        var again = it.On(new CheckpointLookedFor(0, look.Lease, "sound"), new FolderMade(0, look.Lease, "work"));
        Assert.Equal(start.Trainer, Assert.Single(again.OfType<Tell>()).Trainer);

        // Damaged by now: it is fetched.
        Assert.Equal(look, Assert.Single(it.On(Unread(it)).OfType<LookForCheckpoint>()));
        var fetch = it.On(new CheckpointLookedFor(0, look.Lease, null)).OfType<Fetch>().Single();
        it.On(
            new FetchAnswered(fetch.Number, StoreAnswer.Done.Instance), new CheckpointLookedFor(0, look.Lease, "sound"),
            new FolderMade(0, look.Lease, "work"));

        var end = Assert.Single(it.On(Unread(it)).OfType<Note>()).Report.Fact;
        Assert.Equal(Outcome.CheckpointLost, Assert.IsType<RunEnded>(end).Outcome);
    }

    [Fact]
    public void CheckpointThatATrainerCannotRead_AsItIsToStop_IsNotGivenUp()
    {
        var it = ContinuingFrom(Checkpoint);
        it.Hear(new RevokeLease(new(7), "The sweep was cancelled.", AtEpochEnd: true));

        var end = Assert.IsType<RunEnded>(Assert.Single(it.On(Unread(it)).OfType<Note>()).Report.Fact);

        Assert.Equal((Outcome.Cancelled, "The sweep was cancelled."), (end.Outcome, end.Detail));
    }

    [Fact]
    public void CheckpointThatATrainerCannotRead_AsItIsKilledForItsSilence_IsNotGivenUp()
    {
        var it = ContinuingFrom(Checkpoint);
        it.PassMinutes((int)Some.TrainerTerms.Stall.TotalMinutes);
        Assert.IsType<SlotState.Stalled>(it.Slot);

        Assert.Empty(it.On(Unread(it)));
        var end = Assert.Single(it.On(new TrainerExited(it.Machine.Slots[0].Trainer!.Value, new(137, []))).OfType<Note>()).Report.Fact;

        Assert.Equal(Outcome.TimedOut, Assert.IsType<RunEnded>(end).Outcome);
    }

    [Fact]
    public void DrainThatOvertookItsEnd_IsAskedAboutAgain()
    {
        var it = Registered();
        it.Hear(new Drain());
        Assert.DoesNotContain(it.Pass(TimeSpan.FromSeconds(29)).On(Tick.Instance), order => order is Say { Message: Register or RequestWork });
        Assert.Contains(it.Pass(TimeSpan.FromSeconds(1)).On(Tick.Instance), order => order is Say { Message: Register });

        Assert.Contains(it.Hear(Welcome), order => order is Say { Message: RequestWork });
    }

    /// <summary>Asked at once again, the coordinator would answer the same at once.</summary>
    [Fact]
    public void LeaseThatWasGivenBefore_IsRefused_AndWorkIsAskedForNoSoonerThanItWasDue()
    {
        var it = InTraining();
        var note = it.On(Says(it, new OrderEnded(Outcome.Completed, "Done."))).OfType<Note>().Single();
        Assert.Contains(it.On(new Noted(0, note.Report)), order => order is Say { Message: RequestWork });
        it.Hear(new Acknowledge(note.Report.Number, Acknowledgement.Accepted));

        Assert.Empty(it.Hear(Some.Assign(7, Some.Order(toEpoch: 2))));

        Assert.IsType<SlotState.Idle>(it.Slot);
        Assert.Contains(it.Pass(TimeSpan.FromSeconds(2)).On(Tick.Instance), order => order is Say { Message: RequestWork });
    }

    /// <summary>The lease is the coordinator's still, and the slot was never told how it ended.</summary>
    [Fact]
    public void LeaseOfASlotThatRested_IsTakenAgain()
    {
        var it = InTraining();
        var adopt = it.On(Says(it, new EpochTrained(Some.Metrics(1), "epoch-1"))).OfType<Adopt>().Single();
        it.On(new DiskRefused(adopt, "No space left on device", nameof(IOException)));
        it.Pass(AgentMachine.Rest).On(Tick.Instance);

        it.Hear(Some.Assign(7, Some.Order(toEpoch: 2)));

        Assert.Equal(7L, it.Slot.Given!.Lease.Number);
    }

    [Fact]
    public void SlotThatRests_SaysWhyInTheHeartbeat_KillsWhatItStarted_AndReportsNoEnd()
    {
        var it = InTraining();
        var adopt = it.On(Says(it, new EpochTrained(Some.Metrics(1), "epoch-1"))).OfType<Adopt>().Single();
        var orders = it.On(new DiskRefused(adopt, "No space left on device", nameof(IOException)));

        Assert.Single(orders.OfType<Kill>());
        Assert.Empty(orders.OfType<Note>());
        var beat = orders.OfType<KeepSaying>().Single().Heartbeat;
        Assert.Empty(beat.Running);
        Assert.Equal(
            "Slot 0 rests: No space left on device. Make room or mend the disk; it tries again every 30 s.", beat.Trouble);
        Assert.Contains(
            it.Pass(AgentMachine.Rest).On(Tick.Instance), order => order is Say { Message: RequestWork { Slot: 0 } });
    }

    [Fact]
    public void Heartbeat_IsOrderedAnewOnlyWhenItSaysAnythingElse()
    {
        var it = Registered();
        Assert.Single(it.Hear(Some.Assign(7, Some.Order(toEpoch: 1))).OfType<KeepSaying>());
        Assert.Empty(it.Pass(TimeSpan.FromSeconds(1)).On(Tick.Instance).OfType<KeepSaying>());
        Assert.Empty(it.Hear(Welcome).OfType<KeepSaying>());
        Assert.Equal(
            TimeSpan.FromSeconds(3), Assert.Single(it.Hear(Welcome with { LeaseSeconds = 9 }).OfType<KeepSaying>()).Every);
    }

    [Fact]
    public void AgentThatEnds_KillsEveryTrainerAndAsksForNothing()
    {
        var it = InTraining();
        Assert.Equal([typeof(Kill)], it.On(new AgentEnds()).Where(order => order is not Write and not KeepSaying).Select(order => order.GetType()));
    }

    private static MachineInTest Registered()
    {
        var it = new MachineInTest();
        it.On(new LineOpened("coordinator:4053"), new Heard(Welcome));
        return it;
    }

    private static MachineInTest InTraining()
    {
        var it = Registered();
        it.On(new Heard(Some.Assign(7, Some.Order(toEpoch: 2))), new FolderMade(0, new(7), "work"));
        it.On(new TrainerStarted(0, ((SlotState.Starting)it.Slot).Trainer));
        return it;
    }

    private static MachineInTest ContinuingFrom(CheckpointReference from)
    {
        var it = Registered();
        var lease = Some.Assign(7, Some.Order(toEpoch: 2, from: from));
        it.Hear(lease);
        var start = it.On(new CheckpointLookedFor(0, lease.Lease, "sound"), new FolderMade(0, lease.Lease, "work"))
            .OfType<StartTrainer>().Single();
        it.On(new TrainerStarted(0, start.Trainer));
        return it;
    }

    private static TrainerSaid Unread(MachineInTest it) => Says(it, new OrderEnded(Outcome.CheckpointLost, "It is no checkpoint."));

    private static TrainerSaid Says(MachineInTest it, TrainerEvent what) => new(it.Machine.Slots[0].Trainer!.Value, what);

    private static StoreAnswered Answer(AskStore ask, StoreAnswer answer) => new(ask.Sha256, ask.Question, answer);

    private static Report Epoch(MachineInTest it, long lease) =>
        it.Machine.Reports.Next("lab-1", new(lease), null, new EpochCompleted(Some.Metrics(1), Checkpoint));

    private static Report End(MachineInTest it, long lease) =>
        it.Machine.Reports.Next("lab-1", new(lease), null, new RunEnded(Outcome.Completed, "Done."));

    private static IReadOnlyList<string> Story()
    {
        var it = InTraining();
        List<AgentOrder> orders =
        [
            .. it.On(Says(it, new EpochTrained(Some.Metrics(1), "epoch-1"))),
            .. it.On(new Adopted(0, new(7), Some.Metrics(1), Checkpoint)),
            .. it.Pass(TimeSpan.FromSeconds(3)).On(Tick.Instance),
            .. it.Hear(new RevokeLease(new(7), "why", AtEpochEnd: true)),
        ];
        return [.. orders.Select(order => order.ToString()!)];
    }
}
