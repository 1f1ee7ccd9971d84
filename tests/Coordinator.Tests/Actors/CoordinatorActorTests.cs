using Akka.Actor;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Actors;

public sealed class CoordinatorActorTests : IDisposable
{
    private readonly JournalFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AnAgent_RegistersGetsARunAndReportsIt()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        Assert.Equal(new SubmitView("some", 1, 1, 0, 1, 2), await rig.Ask(new SubmitSweep(Some.Spec(), "")));
        Assert.Equal(30, (await agent.Register()).LeaseSeconds);
        var assign = await agent.Assigned();

        await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));
        for (var epoch = 1; epoch <= 2; epoch++)
            Assert.Equal(Acknowledgement.Accepted, (await agent.Report(assign.Lease, Epoch(assign, epoch))).Answer);
        Assert.Equal(Acknowledgement.Accepted, (await agent.Report(assign.Lease, new RunEnded(Outcome.Completed, ""))).Answer);

        agent.Request();
        await agent.Expect<NoWork>();
        Assert.Equal(new SubmitView("some", 1, 0, 0, 0, 0), await rig.Ask(new SubmitSweep(Some.Spec(), "")));
    }

    [Fact]
    public async Task AnAgentThatTookItsLeave_IsOfflineAtOnce_AndOnlineWhenItIsBack()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await agent.Register();
        Assert.Equal(AgentStatus.Online, Assert.Single((await Live()).Agents).State);

        rig.Coordinator.Tell(new NodeLeft(rig.Coordinator.Path.Address.ToString()));
        Assert.Equal(AgentStatus.Offline, Assert.Single((await Live()).Agents).State);

        await agent.Register();
        Assert.Equal(AgentStatus.Online, Assert.Single((await Live()).Agents).State);

        async Task<LiveView> Live() => Assert.IsType<LiveView>(await rig.Ask(new GetLive()));
    }

    [Fact]
    public async Task WhateverIsAnswered_IsInTheJournalBefore()
    {
        var written = new WatchedJournal();
        await using var rig = new Rig(folder, written.Over);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(epochs: [50]), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        Assert.Contains(written.Durable, e => e is LeaseGranted);
        await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));

        for (var epoch = 1; epoch <= 50; epoch++)
        {
            await agent.Report(assign.Lease, Epoch(assign, epoch));
            Assert.Equal(epoch, written.Durable.OfType<EpochRecorded>().Count());
        }
        Assert.Equal(written.Durable, rig.Projected.Entries.Select(entry => entry.Event));
    }

    [Fact]
    public async Task WhatWaitsInTheMailbox_GoesToDiskTogether()
    {
        var written = new WatchedJournal();
        await using var rig = new Rig(folder, written.Over);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(epochs: [400]), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));
        var before = written.Appends;

        written.Pause();
        rig.Coordinator.Tell(new CancelSweep("some"));
        rig.Coordinator.Tell(new ResumeSweep("some"));
        await written.Paused;
        for (var epoch = 1; epoch <= 400; epoch++)
            agent.Tell(new Report("a", 1000 + epoch, assign.Lease, Epoch(assign, epoch)));
        written.Resume();

        for (var epoch = 1; epoch <= 400; epoch++)
        {
            while (await agent.Next() is not Acknowledge) { }
        }
        Assert.InRange(written.Appends - before, 2, 3);
    }

    [Fact]
    public async Task AfterARestart_WhatStillRunsIsAdopted()
    {
        Assign assign;
        Guid incarnation;
        await using (var rig = new Rig(folder))
        {
            using var agent = rig.Agent("a");
            await rig.Ask(new SubmitSweep(Some.Spec(lrs: [0.1, 0.2]), ""));
            await agent.Register();
            assign = await agent.Assigned();
            await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));
            incarnation = agent.Incarnation;
        }

        await using var again = new Rig(folder);
        using var back = again.Agent("a");
        back.Beat(assign.Lease);
        await back.Expect<RegisterFirst>();
        await back.Register(assign.Lease);

        Assert.Equal(Acknowledgement.Accepted, (await back.Report(assign.Lease, Epoch(assign, 1))).Answer);
        Assert.NotEqual(assign.Order.Run, (await back.Assigned(slot: 1)).Order.Run);
        Assert.NotEqual(incarnation, back.Incarnation);
    }

    [Fact]
    public async Task Silence_EndsALeaseAndTheRunGoesElsewhere()
    {
        await using var rig = new Rig(folder);
        using var silent = rig.Agent("silent");
        using var other = rig.Agent("other");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await silent.Register();
        await other.Register();
        var lost = await silent.Assigned();

        for (var seconds = 0; seconds < 30; seconds += 5)
            await rig.Pass(TimeSpan.FromSeconds(5));

        await other.Expect<WorkAvailable>();
        Assert.Equal((lost.Order.Run, 2), (await other.Assigned() is var a ? (a.Order.Run, a.Attempt) : default));
        await silent.Expect<WorkAvailable>();
        silent.Beat(lost.Lease);
        Assert.Equal(lost.Lease, (await silent.Expect<RevokeLease>()).Lease);
    }

    [Fact]
    public async Task Heartbeats_KeepALeaseAlive()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await agent.Register();
        var assign = await agent.Assigned();

        for (var seconds = 0; seconds < 120; seconds += 5)
        {
            agent.Beat(assign.Lease);
            await rig.Pass(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(assign, await agent.Assigned());
    }

    [Fact]
    public async Task TheLiveView_ShowsWhatIsInTraining()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        agent.Tell(new Progress("a", assign.Lease, 1, 30, 100, 0.7, 1234));

        var view = Assert.IsType<LiveView>(await rig.Ask(new GetLive()));

        var running = Assert.Single(view.Running);
        Assert.Equal(("some", 1, 30, 100, 0.7, 1234.0), (running.Sweep, running.Epoch, running.Step, running.Steps, running.TrainLoss, running.ImagesPerSecond));
        var shown = Assert.Single(view.Agents);
        Assert.Equal(("a", AgentStatus.Online, running), (shown.Agent, shown.State, shown.Slots[0].Run));
        Assert.Null(shown.Slots[1].Run);
    }

    [Fact]
    public async Task TwoMachinesOfOneName_TheSecondIsRefusedWhileTheFirstIsHeard()
    {
        await using var rig = new Rig(folder);
        using var first = rig.Agent("ubuntu", Guid.NewGuid());
        using var second = rig.Agent("ubuntu", Guid.NewGuid());
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await first.Register();
        var lease = (await first.Assigned()).Lease;

        second.AskToRegister();
        Assert.Contains("--name", (await second.Expect<Refused>()).Reason, StringComparison.Ordinal);
        first.Beat(lease);
        Assert.Equal(lease, (await first.Assigned()).Lease);

        rig.Clock.Advance(Rig.Terms.Lease + TimeSpan.FromSeconds(1));
        second.AskToRegister();
        await second.Expect<WorkAvailable>();
        await second.Expect<Registered>();
    }

    [Fact]
    public async Task AnAgentStartedAgain_IsLetInAtOnce()
    {
        await using var rig = new Rig(folder);
        var home = Guid.NewGuid();
        using var before = rig.Agent("lab-1", home);
        using var after = rig.Agent("lab-1", home);
        await before.Register();

        Assert.Equal(30, (await after.Register()).LeaseSeconds);
    }

    [Fact]
    public async Task Malformed_MessagesAreIgnored_AndWhoRegistersIsTold()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        agent.Tell(new Register("a", Guid.Empty, ProtocolVersion.Current, "host", "0.1", [], [], -1));
        agent.Tell(new Report("a", 1, new(1), new RunEnded((Outcome)(-1), "")));
        agent.Tell(new Progress("", new(1), 0, 0, 0, 0, 0));
        agent.Tell(new Heartbeat("", Guid.Empty, []));

        await agent.Expect<Refused>();
        Assert.Equal(30, (await agent.Register()).LeaseSeconds);
        Assert.Equal(["a"], rig.Projected.Entries.Select(entry => entry.Event).OfType<AgentRegistered>().Select(e => e.Agent));
    }

    [Fact]
    public async Task ADrain_EndsEveryRunAndThenIsDone()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await agent.Register();
        var assign = await agent.Assigned();

        var done = rig.Ask(new StartDrain());
        await agent.Expect<Drain>();
        agent.Request(slot: 1);
        await agent.Expect<Drain>();
        Assert.False(done.IsCompleted);
        await agent.Report(assign.Lease, new RunEnded(Outcome.Cancelled, "drained"));

        Assert.Equal(new Done(), await done);
    }

    [Fact]
    public async Task ADrainThatIsCalledOff_LetsAgentsAskForWorkAgain_EvenWhereTheWordWasLost()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        var drained = rig.Ask(new StartDrain());
        await agent.Expect<Drain>();

        Assert.Equal(new Done(), await rig.Ask(new EndDrain()));

        Assert.IsType<Declined>(await drained);
        await agent.Expect<RegisterFirst>();
        agent.Beat(assign.Lease);
        await agent.Expect<RegisterFirst>();
        await agent.Register(assign.Lease);
        agent.Request(slot: 1);
        await agent.Expect<NoWork>();
    }

    [Fact]
    public async Task AJournalThatCannotBeWritten_StopsTheSystemAndNothingIsAnswered()
    {
        var written = new WatchedJournal();
        await using var rig = new Rig(folder, written.Over);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        written.Break();

        agent.Tell(new Register("a", agent.Incarnation, ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [], 0));

        await rig.System.WhenTerminated.WaitAsync(Rig.Patience);
        Assert.DoesNotContain(written.Durable, e => e is AgentRegistered);
        Assert.DoesNotContain(rig.Projected.Entries, entry => entry.Event is AgentRegistered);
    }

    [Fact]
    public async Task AListenerWhoseDeviceRefused_StopsTheSystem_BecauseNobodyWouldBeAnsweredUntilTheNextStart()
    {
        await using var rig = new Rig(folder);
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        rig.Projected.RefusedByDevice = new IOException("No space left on device", 28);

        rig.Coordinator.Tell(LookAtLeases.Now);

        await rig.System.WhenTerminated.WaitAsync(Rig.Patience);
    }

    private static EpochCompleted Epoch(Assign assign, int epoch)
    {
        var metrics = Some.Metrics(assign.Order.Parameters, epoch);
        return new(metrics, Some.Checkpoint(metrics, assign.Order.Run));
    }
}
