using System.Diagnostics;
using System.Globalization;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Tests.Trainers;
using Sweep.Protocol.Messages;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Runtime;

/// <summary>Against real trainer processes and a real HTTP blob store.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class AgentRuntimeTests
{
    private const int LongEpoch = 600_000;

    [Fact]
    public async Task AssignedRun_IsReportedFromStartToEndWithItsCheckpointsStored()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 2)));

        var reports = await agent.Ended(7);
        Assert.Equal([1L, 2, 3, 4], reports.Select(report => report.Number));
        Assert.All(reports, report => Assert.Equal("lab-1", report.Agent));
        Assert.Equal("Some CPU", Assert.IsType<RunStarted>(reports[0].Fact).Provenance.DeviceModel);
        var epochs = reports.Select(report => report.Fact).OfType<EpochCompleted>().ToList();
        Assert.Equal([1, 2], epochs.Select(epoch => epoch.Metrics.Epoch));
        Assert.All(epochs, epoch => Assert.Equal(epoch.Checkpoint!.Bytes, agent.Server.Blobs[epoch.Checkpoint.Sha256].Length));
        Assert.Equal(Outcome.Completed, Assert.IsType<RunEnded>(reports[3].Fact).Outcome);
    }

    [Fact]
    public async Task RunThatWasExpected_IsTrainedByTheTrainerThatWasStartedForIt()
    {
        await using var agent = await RuntimeInTest.Start(slots: 2);
        agent.Runtime.Expect(new("simulated", 1));
        var prepared = await Prepared(agent);

        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 2)));

        Assert.Equal(Outcome.Completed, ((RunEnded)(await agent.Ended(7))[^1].Fact).Outcome);
        Assert.Equal(prepared, Assert.Single(Trainers(agent)));
    }

    [Fact]
    public async Task TrainerThatEndedBeforeItWasNeeded_IsAsIfNobodyHadStartedIt()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Expect(new("simulated", 1));
        using (var prepared = Process.GetProcessById(await Prepared(agent)))
        {
            prepared.Kill();
            await prepared.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 2)));

        Assert.Equal(
            [typeof(RunStarted), typeof(EpochCompleted), typeof(EpochCompleted), typeof(RunEnded)],
            (await agent.Ended(7)).Select(report => report.Fact.GetType()));
    }

    [Fact]
    public async Task TrainerThatNobodyNeeded_EndsWithItsAgent()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Expect(new("simulated", 1));
        using var prepared = Process.GetProcessById(await Prepared(agent));

        agent.End();

        await prepared.WaitForExitAsync(Some.Soon());
    }

    private static async Task<int> Prepared(RuntimeInTest agent)
    {
        while (!Trainers(agent).Any())
#pragma warning disable RS0030 // What is only noted on disk tells nobody.
            await Task.Delay(10, TestContext.Current.CancellationToken);
#pragma warning restore RS0030
        return Assert.Single(Trainers(agent));
    }

    /// <summary>The process numbers of the trainers that live.</summary>
    private static IEnumerable<int> Trainers(RuntimeInTest agent) => Directory.Exists(agent.Home.Places.Trainers)
        ? Directory.GetFiles(agent.Home.Places.Trainers).Select(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture))
        : [];

    [Fact]
    public async Task Slot_IsIdleOnlyWhenTheCoordinatorKnowsHowItsRunEnded()
    {
        await using var agent = await RuntimeInTest.Start();
        Assert.Equal([0], agent.Runtime.Snapshot.Idle);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));

        await agent.Ended(7);
        await agent.Runtime.Until(look => !look.Busy, Some.Soon());
        Assert.Empty(agent.Runtime.Snapshot.Idle);
        agent.AcknowledgeAll();
        await agent.Runtime.Until(look => look.Idle is [0] && look.Unacknowledged == 0, Some.Soon());
    }

    [Fact]
    public async Task AssignmentSentAgain_IsNotTrainedTwice()
    {
        await using var agent = await RuntimeInTest.Start();
        var assignment = Some.Assign(7, Some.Order(toEpoch: 2));
        agent.Runtime.Assign(assignment);
        agent.Runtime.Assign(assignment);
        await agent.Ended(7);
        agent.Runtime.Assign(assignment);
        agent.AcknowledgeAll();
        agent.Runtime.Assign(assignment);
        agent.Runtime.Assign(Some.Assign(8, Some.Order(toEpoch: 1)));

        var next = await agent.Ended(8);
        Assert.Equal(5, next[0].Number);
    }

    [Fact]
    public async Task AnotherLeaseForABusySlot_TakesItsPlace()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await agent.First<RunStarted>();
        agent.Runtime.Assign(Some.Assign(8, Some.Order(toEpoch: 1)));

        Assert.Equal(Outcome.Completed, ((RunEnded)(await agent.Ended(8))[^1].Fact).Outcome);
        Assert.Equal(Outcome.Cancelled, ((RunEnded)(await agent.Ended(7))[^1].Fact).Outcome);
    }

    [Fact]
    public async Task KilledTrainer_IsReportedAndTheNextRunGetsAFreshOne()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await agent.First<RunStarted>();
        Signals.Send(TrainerPid(agent), Signals.Kill);

        var ended = Assert.IsType<RunEnded>((await agent.Ended(7))[^1].Fact);
        Assert.Equal(Outcome.TrainerCrashed, ended.Outcome);
        Assert.Contains("signal 9", ended.Detail, StringComparison.Ordinal);
        agent.AcknowledgeAll();
        agent.Runtime.Assign(Some.Assign(8, Some.Order(toEpoch: 1)));
        Assert.Equal(Outcome.Completed, ((RunEnded)(await agent.Ended(8))[^1].Fact).Outcome);
    }

    [Fact]
    public async Task StoppedTrainer_IsKilledWhenItHasNotMovedForTooLong()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(stall: TimeSpan.FromMinutes(3), time: clock);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 100_000, epochMilliseconds: 100)));
        await agent.First<EpochCompleted>();
        Signals.Send(TrainerPid(agent), Signals.Stop);

        await agent.Runtime.Until(
            look =>
            {
                // A minute for every look of the agent: what the trainer wrote before it stopped is read at one of the first.
                clock.Advance(TimeSpan.FromMinutes(1));
                agent.AcknowledgeAll(but: typeof(RunEnded));
                return !look.Busy;
            },
            Some.Soon());
        var ended = await agent.First<RunEnded>();
        Assert.Equal(Outcome.TimedOut, ended.Outcome);
        Assert.Contains("180 seconds", ended.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AgentThatWasItselfStopped_DoesNotTakeItsTrainerForStopped()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(stall: TimeSpan.FromMinutes(3), time: clock);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await agent.First<RunStarted>();

        clock.Advance(TimeSpan.FromHours(1));

        var looks = 0;
        await agent.Runtime.Until(look => ++looks > 3 || !look.Busy, Some.Soon());
        Assert.True(agent.Runtime.Snapshot.Busy);
    }

    [Fact]
    public async Task UnusableOrder_IsReportedAsBadConfiguration()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1, model: "perceptron")));
        Assert.Equal(Outcome.BadConfiguration, (await agent.First<RunEnded>()).Outcome);
    }

    [Fact]
    public async Task RevokedAtOnce_TheSlotIsFreeWithoutAReportOfTheEnd()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await agent.First<RunStarted>();
        agent.AcknowledgeAll();
        agent.Runtime.Revoke(new RevokeLease(new LeaseId(7), "Cancelled.", AtEpochEnd: false));

        await agent.Runtime.Until(look => look is { Idle: [0], Unacknowledged: 0, Running: [] }, Some.Soon());
    }

    [Fact]
    public async Task RevokedAtEpochEnd_TheEpochIsReportedFirst()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 100_000, epochMilliseconds: 500)));
        await agent.First<RunStarted>();
        agent.Runtime.Revoke(new RevokeLease(new LeaseId(7), "The sweep was cancelled.", AtEpochEnd: true));

        var reports = await agent.Ended(7);
        var epochs = reports.Select(report => report.Fact).OfType<EpochCompleted>().Select(epoch => epoch.Metrics.Epoch).ToList();
        Assert.NotEmpty(epochs);
        Assert.Equal(Enumerable.Range(1, epochs.Count), epochs);
        Assert.Equal(new RunEnded(Outcome.Cancelled, "The sweep was cancelled."), reports[^1].Fact);
    }

    [Fact]
    public async Task DrainedAgent_EndsItsRunsAndIsNeverIdleAgain()
    {
        await using var agent = await RuntimeInTest.Start(slots: 2);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 100_000, epochMilliseconds: 50)));
        await agent.First<RunStarted>();
        agent.Runtime.Drain("Stopping.");

        await agent.Runtime.Until(
            look =>
            {
                agent.AcknowledgeAll();
                return look is { Busy: false, Unacknowledged: 0 };
            },
            Some.Soon());
        Assert.Empty(agent.Runtime.Snapshot.Idle);

        var (changes, busy) = (0, false);
        agent.Runtime.Changed += () =>
        {
            changes++;
            busy |= agent.Runtime.Snapshot.Busy;
        };
        agent.Runtime.Assign(Some.Assign(8, Some.Order(toEpoch: 1), slot: 0));
        agent.Runtime.Assign(Some.Assign(9, Some.Order(toEpoch: 1), slot: 1));
        await agent.Runtime.Until(_ => changes >= 2, Some.Soon());
        Assert.False(busy);
    }

    [Fact]
    public async Task Reports_WaitForTheirCheckpointsWhichAreTriedUntilStored()
    {
        await using var agent = await RuntimeInTest.Start(connect: false);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Runtime.Until(look => look is { Unacknowledged: 3, Ready.Length: 1 }, Some.Soon());
        Assert.IsType<RunStarted>(agent.Runtime.Snapshot.Ready[0].Fact);

        agent.Server.Fail(times: 2);
        agent.Runtime.Connect(agent.Server.Store);
        await agent.Runtime.Until(look => look.StoreFails, Some.Soon());
        await agent.Ended(7);
        Assert.False(agent.Runtime.Snapshot.StoreFails);
        Assert.Single(agent.Server.Blobs);
    }

    [Fact]
    public async Task AnotherAgent_ContinuesFromTheStoredCheckpoint()
    {
        await using var first = await RuntimeInTest.Start();
        first.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 3)));
        var whole = (await first.Ended(7)).Select(report => report.Fact).OfType<EpochCompleted>().ToList();

        await using var second = await RuntimeInTest.Start();
        foreach (var blob in first.Server.Blobs)
            second.Server.Blobs[blob.Key] = blob.Value;
        second.Server.Fail(times: 1);
        second.Runtime.Assign(Some.Assign(8, Some.Order(toEpoch: 3, from: whole[0].Checkpoint)));

        var rest = (await second.Ended(8)).Select(report => report.Fact).OfType<EpochCompleted>().ToList();
        Assert.Equal(whole[1..].Select(epoch => epoch.Metrics with { Seconds = 0 }), rest.Select(epoch => epoch.Metrics with { Seconds = 0 }));
        Assert.Equal(whole[1..].Select(epoch => epoch.Checkpoint), rest.Select(epoch => epoch.Checkpoint));
    }

    [Fact]
    public async Task CheckpointThatTheCoordinatorDoesNotHave_EndsTheAttemptAsLost()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 3, from: new CheckpointReference(2, new string('a', 64), 10))));
        var ended = await agent.First<RunEnded>();
        Assert.Equal(Outcome.CheckpointLost, ended.Outcome);
        Assert.Contains("404", ended.Detail, StringComparison.Ordinal);
        Assert.Contains("epoch 2", ended.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckpointDamagedOnThisMachine_IsFetchedAgainBeforeItIsContinuedFrom()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 2)));
        var whole = (await agent.Ended(7)).Select(report => report.Fact).OfType<EpochCompleted>().ToList();
        agent.AcknowledgeAll();
        Damage(agent);

        agent.Runtime.Assign(Some.Assign(8, Some.Order(toEpoch: 2, from: whole[0].Checkpoint)));

        var again = (await agent.Ended(8)).Select(report => report.Fact).OfType<EpochCompleted>().Single();
        Assert.Equal(whole[1].Checkpoint, again.Checkpoint);
        Assert.Contains($"GET {whole[0].Checkpoint!.Sha256}", agent.Server.Requests);
    }

    [Fact]
    public async Task ReportWhoseCheckpointIsDamagedHere_IsDeliveredWithoutIt()
    {
        await using var agent = await RuntimeInTest.Start(connect: false);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Runtime.Until(look => look.Unacknowledged == 3, Some.Soon());
        Damage(agent);
        agent.Runtime.Connect(agent.Server.Store);

        Assert.Null((await agent.First<EpochCompleted>()).Checkpoint);
        Assert.Empty(agent.Server.Blobs);
    }

    [Fact]
    public async Task RestartedAgent_ReportsWhatWaitedBeforeItAsksForWork()
    {
        await using var agent = await RuntimeInTest.Start(connect: false);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 2)));
        await agent.Runtime.Until(look => look.Unacknowledged == 4, Some.Soon());
        agent.Restart();

        Assert.True(agent.Runtime.Snapshot.Inherited);
        var reports = await agent.Ended(7);
        Assert.Equal(4, reports.Count);
        Assert.Equal(2, agent.Server.Blobs.Count);
        agent.AcknowledgeAll();
        await agent.Runtime.Until(look => !look.Inherited, Some.Soon());
    }

    [Fact]
    public async Task TrainedLease_IsHeldWhileItsReportsWait()
    {
        await using var agent = await RuntimeInTest.Start(connect: false);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));

        await agent.Runtime.Until(look => look is { Unacknowledged: 3, Running: [], Reporting: [{ Number: 7 }] }, Some.Soon());
        agent.Runtime.Connect(agent.Server.Store);
        await agent.Ended(7);
        agent.AcknowledgeAll();

        await agent.Runtime.Until(look => look is { Unacknowledged: 0, Reporting: [], Idle: [0] }, Some.Soon());
    }

    [Fact]
    public async Task RestartedAgent_HoldsTheLeasesOfItsOutboxAndReportsTheirEnd()
    {
        await using var agent = await RuntimeInTest.Start(connect: false);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 100_000, epochMilliseconds: 100)));
        await agent.Runtime.Until(look => look.Unacknowledged >= 3, Some.Soon());
        agent.Restart();

        Assert.Equal([new LeaseId(7)], agent.Runtime.Snapshot.Reporting);
        await agent.Reports(all =>
        {
            agent.AcknowledgeAll(but: typeof(RunEnded));
            return all is [{ Fact: RunEnded }];
        });
        Assert.Equal(new RunEnded(Outcome.AgentLost, "Agent lab-1 started anew."), agent.Runtime.Snapshot.Ready[0].Fact);
        Assert.True(agent.Runtime.Snapshot.Inherited);
    }

    [Fact]
    public async Task LeaseWhoseReportsCannotBeDelivered_IsLetGoInTheEndAndTheReportsAreKept()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(time: clock);
        agent.Server.Fail(times: int.MaxValue);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Runtime.Until(look => look is { Unacknowledged: 3, Reporting: [{ Number: 7 }], Trouble: not null }, Some.Soon());
        Assert.Contains("HTTP port", agent.Runtime.Snapshot.Trouble, StringComparison.Ordinal);

        clock.Advance(AgentMachine.DeliveryPatience);

        await agent.Runtime.Until(look => look is { Unacknowledged: 3, Reporting: [] }, Some.Soon());
        Assert.Contains("15 minutes", agent.Runtime.Snapshot.Trouble, StringComparison.Ordinal);
        agent.Server.Fail(times: 0);
        agent.Runtime.Connect(agent.Server.Store);
        await agent.Ended(7);
        Assert.Equal([new LeaseId(7)], agent.Runtime.Snapshot.Reporting);
        Assert.Null(agent.Runtime.Snapshot.Trouble);
    }

    [Fact]
    public async Task ReportThatWaitsForLong_HasItsCheckpointInTheStoreWhenItGoes()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(time: clock);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Ended(7);
        agent.Server.Blobs.Clear();

        clock.Advance(UploadBook.AskAgainAfter);

        await agent.Runtime.Until(look => look.Ready.Length == 1, Some.Soon());
        await agent.Ended(7);
        Assert.Single(agent.Server.Blobs);
    }

    [Fact]
    public async Task CoordinatorMetAnew_IsAskedAgainWhatItsStoreHas()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Ended(7);
        agent.Server.Blobs.Clear();

        agent.Runtime.Connect(agent.Server.Store, anew: true);

        await agent.Runtime.Until(_ => agent.Server.Blobs.Count == 1, Some.Soon());
        await agent.Ended(7);
    }

    [Fact]
    public async Task CheckpointThatCannotBeFetched_SendsTheRunElsewhereInTheEnd()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(time: clock);
        agent.Server.Fail(times: int.MaxValue);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 3, from: new CheckpointReference(2, new string('a', 64), 10))));
        await agent.Runtime.Until(look => look is { Trouble: not null }, Some.Soon());

        clock.Advance(AgentMachine.DeliveryPatience);

        Assert.Equal(Outcome.AgentLost, (await agent.First<RunEnded>()).Outcome);
    }

    [Fact]
    public async Task SlotWhoseDiskIsFull_SaysSoAndThatItGoesOn()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(time: clock);
        var work = Path.GetDirectoryName(agent.Home.Places.Work(0))!;
        File.WriteAllText(work, "in the way");
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));

        await agent.Runtime.Until(look => look is { Busy: false, Idle: [], Trouble: not null }, Some.Soon());
        Assert.StartsWith("Slot 0 rests: ", agent.Runtime.Snapshot.Trouble, StringComparison.Ordinal);
        Assert.EndsWith("Make room or mend the disk; it tries again every 30 s.", agent.Runtime.Snapshot.Trouble, StringComparison.Ordinal);
        File.Delete(work);
        clock.Advance(TimeSpan.FromSeconds(30));
        await agent.Runtime.Until(look => look is { Idle: [0], Trouble: null }, Some.Soon());
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Ended(7);
    }

    [Fact]
    public async Task SlotThatCannotNoteItsTrainer_Rests_AndNoAttemptIsHeldAgainstTheRun()
    {
        var clock = new HandClock();
        await using var agent = await RuntimeInTest.Start(time: clock);
        File.WriteAllText(agent.Home.Places.Trainers, "in the way");
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));

        await agent.Runtime.Until(look => look is { Busy: false, Idle: [], Trouble: not null }, Some.Soon());
        Assert.Equal(0, agent.Runtime.Snapshot.Unacknowledged);
        File.Delete(agent.Home.Places.Trainers);
        clock.Advance(AgentMachine.Rest);
        await agent.Runtime.Until(look => look is { Idle: [0] }, Some.Soon());
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        Assert.Equal(Outcome.Completed, ((RunEnded)(await agent.Ended(7))[^1].Fact).Outcome);
    }

    [Fact]
    public async Task ReportWhoseCheckpointIsGone_IsDeliveredWithoutIt()
    {
        await using var agent = await RuntimeInTest.Start(connect: false);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1)));
        await agent.Runtime.Until(look => look.Unacknowledged == 3, Some.Soon());
        foreach (var file in Directory.GetFiles(agent.Home.Places.Checkpoints))
            File.Delete(file);
        agent.Restart();

        Assert.Null((await agent.First<EpochCompleted>()).Checkpoint);
    }

    [Fact]
    public async Task EndedAgent_LeavesNoTrainerBehind()
    {
        await using var agent = await RuntimeInTest.Start();
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await agent.First<RunStarted>();
        using var trainer = System.Diagnostics.Process.GetProcessById(TrainerPid(agent));
        agent.End();
        await trainer.WaitForExitAsync(Some.Soon());
    }

    private static void Damage(RuntimeInTest agent)
    {
        foreach (var path in Directory.GetFiles(agent.Home.Places.Checkpoints))
        {
            var content = File.ReadAllBytes(path);
            content[^1] ^= 1;
            File.WriteAllBytes(path, content);
        }
    }

    private static int TrainerPid(RuntimeInTest agent) =>
        int.Parse(Path.GetFileName(Assert.Single(Directory.GetFiles(agent.Home.Places.Trainers))), System.Globalization.CultureInfo.InvariantCulture);
}
