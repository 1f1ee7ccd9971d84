using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Simulation;

/// <summary>What a lab finds of work that is wasted, it finds here: each promise is broken once, and the case beside it is none.</summary>
public sealed class ThriftTests : IDisposable
{
    private const string Agent = "agent-1";
    private static readonly string Sha256 = Some.Sha256Of("never stored");
    private readonly SimulatedLab lab = new(1, new(), FaultMix.None);
    private readonly BlobStore store;
    private readonly Life life = new();

    public ThriftTests()
    {
        store = new(lab.Coordinator.Disk, SimulatedCoordinator.BlobFolder, lab.Coordinator.Clock);
        lab.Thrift.Started(life.State, store);
    }

    private static LiveView ShownAsAway => new(
        Some.Noon, [], [new(Agent, "host", AgentStatus.Offline, [], "0.1", Some.Noon, null)], null!, null!, [],
        System.Collections.Immutable.ImmutableDictionary<string, string>.Empty);

    private Thrift Thrift => lab.Thrift;

    private TimeSpan Lease => lab.Plan.Lease;

    public void Dispose() => lab.Dispose();

    [Fact]
    public void ACheckpointThatIsRecordedAndNotInTheStore_IsFound() => Finds(
        "a recorded checkpoint can be fetched",
        () => Append(new EpochRecorded(new(1), new("run"), new(1, 1, 1, 1, 1), new CheckpointReference(1, Sha256, 10)) { At = Some.Noon }));

    [Fact]
    public void ACheckpointThatWasSaidBeforeTheHomeWasRestored_IsNone()
    {
        Thrift.Heard(
            Said(new Register(Agent, Guid.Empty, ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [], 0)), life.State, TimeSpan.Zero);
        Thrift.Heard(
            Said(new Report(Agent, 1, new(1), new EpochCompleted(new(1, 1, 1, 1, 1), new CheckpointReference(1, Sha256, 10)))) with { Restores = -1 },
            life.State, TimeSpan.Zero);

        Append(new EpochRecorded(new(1), new("run"), new(1, 1, 1, 1, 1), new CheckpointReference(1, Sha256, 10)) { At = Some.Noon });
    }

    [Fact]
    public void ALeaseThatItsAgentHolds_AndThatEndsForSilence_IsFound()
    {
        var lease = Granted();
        Beat(lease, TimeSpan.FromSeconds(1));
        var lost = new LeaseEnded(lease, life.State.Lease(lease)!.Run.Id, Outcome.AgentLost, "Nothing was heard.") { At = Some.Noon };
        Append(lost, TimeSpan.FromSeconds(1) + Lease);

        Finds("a lease that its agent holds does not end for silence", () => Append(lost, Lease));
    }

    [Fact]
    public void ALeaseThatItsAgentHasReportedAsLost_EndsSo()
    {
        Born();
        var lease = Granted();
        Beat(lease, TimeSpan.FromSeconds(1));
        Thrift.Sent(new(Agent, 1, lease, new RunEnded(Outcome.AgentLost, "It started anew.")));

        Append(new LeaseEnded(lease, life.State.Lease(lease)!.Run.Id, Outcome.AgentLost, "") { At = Some.Noon }, Lease);
    }

    [Fact]
    public void ALeaseOfWhichNothingIsHeard_AndThatGoesOn_IsFound()
    {
        Granted();

        Finds("a lease of which nothing is heard ends", () =>
        {
            for (var look = 1; look <= 100; look++)
                Thrift.Looked(life.State, look * Lease / 10);
        });
    }

    [Fact]
    public void ARunThatIsGivenUpForLostAgents_IsFound()
    {
        var lease = Granted();
        life.Send(new ExpireLease(lease));
        Assert.Equal(Outcome.AgentLost, life.State.Lease(lease)!.Outcome);

        Finds("only what a trainer did makes a run fail", () => Append(new RunFailed(life.State.Lease(lease)!.Run.Id, "lost") { At = Some.Noon }));
    }

    [Fact]
    public void ALeaseThatIsOver_AndTrainedAgain_IsFound()
    {
        Born();
        Thrift.Begins(Agent, new(7));
        Thrift.Begins(Agent, new(7));
        Thrift.Sent(new(Agent, 1, new(7), new RunEnded(Outcome.Completed, "")));

        Finds("a lease that is over is not trained again", () => Thrift.Begins(Agent, new(7)));
    }

    [Fact]
    public void ALeaseNumber_AfterARestore_IsAnotherLease()
    {
        Born();
        Thrift.Begins(Agent, new(7));
        Thrift.Sent(new(Agent, 1, new(7), new RunEnded(Outcome.Completed, "")));
        Thrift.Restored();

        Thrift.Begins(Agent, new(7));
    }

    [Fact]
    public void AReportThatIsSaidAgainAndAgain_AndNeverAnswered_IsFound()
    {
        var incarnation = Registered();

        Finds("who reports is answered, or his lease is given up", () =>
        {
            for (var time = 0; time < 200; time++)
                Thrift.Heard(
                    Said(new Report(Agent, 1, new(1), new RunEnded(Outcome.Completed, ""), null, incarnation)), life.State, TimeSpan.FromSeconds(2 * time));
        });
    }

    [Fact]
    public void WhoTakesTheNameOfAnAgentThatIsKnown_IsFound()
    {
        var own = Born();
        Append(Registration(Guid.NewGuid()));
        Append(Registration(own));

        Finds("nobody takes the name of an agent", () => Append(Registration(Guid.NewGuid())));
    }

    [Fact]
    public void AnEarlierProcess_RegisteredAfterALaterOne_IsFound()
    {
        var (earlier, later) = (Born(), Born());
        Append(Registration(earlier));
        Append(Registration(later));

        Finds("an agent's earlier process does not take the place of a later one", () => Append(Registration(earlier)));
    }

    [Fact]
    public void AnAgentThatIsShownAsThere_AndWasNotHeard_IsFound()
    {
        var view = new LiveView(
            Some.Noon, [], [new(Agent, "host", AgentStatus.Online, [], "0.1", Some.Noon, null)], null!, null!, [],
            System.Collections.Immutable.ImmutableDictionary<string, string>.Empty);
        Thrift.Heard(Said(new RequestWork(Agent, Guid.Empty, 0)), life.State, TimeSpan.FromSeconds(1));
        Thrift.Told(view, "client", Lease);

        Finds("an agent is shown as there only while it is heard", () => Thrift.Told(view, "client", Lease + TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void AnAgentThatIsHeard_AndShownAsAway_IsFound()
    {
        Thrift.Heard(Said(new Heartbeat(Agent, Registered(), [])), life.State, TimeSpan.FromSeconds(1));
        Thrift.Told(ShownAsAway, "client", Lease + TimeSpan.FromSeconds(1));

        Finds("an agent that is heard is shown as there", () => Thrift.Told(ShownAsAway, "client", Lease));
    }

    [Fact]
    public void AnAgentThatIsSaidToHaveLeft_MayBeShownAsAway_UntilItIsHeard()
    {
        var beat = Said(new Heartbeat(Agent, Registered(), []));
        Thrift.Heard(beat, life.State, TimeSpan.FromSeconds(1));
        Thrift.Heard(new NodeLeft($"{Agent}/7"), life.State, TimeSpan.FromSeconds(2));
        Thrift.Told(ShownAsAway, "client", TimeSpan.FromSeconds(3));
        Thrift.Heard(beat, life.State, TimeSpan.FromSeconds(4));

        Finds("an agent that is heard is shown as there", () => Thrift.Told(ShownAsAway, "client", TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void AnAgentThatHasATrainerContinueFromWhatIsDamaged_IsFound() => Finds(
        "an agent looks at a checkpoint before it has it continued from", () => Thrift.GivenWhatIsDamaged(Agent));

    [Fact]
    public void AnAgentThatDropsAReport_OrTakesUpARun_AsAStrangerSays_IsFound()
    {
        var before = new AgentSnapshot([new(1)], [], [], [], 2, false, [], false, true, null, false);
        Thrift.SaidByStranger(Agent, new Drain(), before, before, moved: false);

        foreach (var after in new[] { before with { Unacknowledged = 1 }, before with { Running = [] }, before with { Ahead = [new(2)] } })
            Finds("an agent does what its coordinator says, and nobody else", () => Thrift.SaidByStranger(Agent, new Drain(), before, after, moved: false));
        Finds("an agent does what its coordinator says, and nobody else", () => Thrift.SaidByStranger(Agent, new Drain(), before, before, moved: true));
    }

    private LeaseId Granted()
    {
        life.Submit(Some.Spec());
        life.Register(Agent);
        return life.Assigned(Agent)!.Lease;
    }

    private void Beat(LeaseId lease, TimeSpan at)
    {
        // The coordinator knows it under the incarnation of the life, and the lab's own agent is the one that is told.
        var incarnation = Registered();
        life.Send(new RegisterAgent(new(Agent, incarnation, ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [lease], 0)));
        Thrift.Heard(Said(new Heartbeat(Agent, incarnation, [])) with { Holds = [lease] }, life.State, at);
    }

    private Guid Registered()
    {
        Thrift.Told(new Registered(30, "http://coordinator", "token"), Agent, TimeSpan.Zero);
        return lab.Agents[0].Incarnation;
    }

    private Guid Born()
    {
        var incarnation = Guid.NewGuid();
        Thrift.Born(Agent, incarnation);
        return incarnation;
    }

    private static AgentRegistered Registration(Guid incarnation) => new(Agent, incarnation, "host", "0.1", Some.Slots(1)) { At = Some.Noon };

    private SaidByAgent Said(ISweepMessage message) => new(message, lab.Coordinator.Restores, []);

    private void Append(JournalEvent e, TimeSpan at = default) => Thrift.Appended([new(1, e)], life.State, at);

    private static void Finds(string promise, Action check) =>
        Assert.Equal(promise, Assert.Throws<BrokenPromiseException>(check).Promise);
}
