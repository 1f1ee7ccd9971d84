using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Simulation;

/// <summary>What a lab finds, it finds here: each promise is broken once.</summary>
public sealed class PromisesTests
{
    private readonly Promises promises = new(new(SimulatedPeople.EpochMilliseconds));

    [Fact]
    public void AJournalThatEndsBeforeWhatWasTold_IsFound()
    {
        promises.AboutToWrite([new CoordinatorStarted("some") { At = Some.Noon }, new CoordinatorStarted("some") { At = Some.Noon }]);
        promises.Said(new RegisterFirst(), "a", sequence: 2);

        Finds("acknowledged is durable", () => promises.Started(Replay(1), 1));
    }

    [Fact]
    public void AJournalThatHasMoreThanWasWritten_IsFound() =>
        Finds("acknowledged is durable", () => promises.Started(Replay(1), 1));

    [Fact]
    public void AStateThatAReplayDoesNotGive_IsFound()
    {
        promises.AboutToWrite([new CoordinatorStarted("some") { At = Some.Noon }]);

        Finds("replay equals life", () => promises.Compare(Replay(2), "a test"));
    }

    [Fact]
    public void AnAcknowledgedEpochThatIsNotThere_IsFound()
    {
        var life = new Life();
        life.Submit(Some.Spec());
        life.Register("a");
        var assign = life.Assigned("a")!;
        var metrics = Some.Metrics(assign.Order.Parameters, 1);
        promises.Sent(new("a", 7, assign.Lease, new EpochCompleted(metrics, null), assign.Order.Run));
        promises.Said(new Acknowledge(7, Acknowledgement.Accepted), "a", sequence: 0);

        Finds("acknowledged is durable", () => promises.Keeps(life.State));
    }

    [Fact]
    public void OtherBitsThanUndisturbed_AreFound()
    {
        var life = new Life();
        life.Submit(Some.Spec());
        life.Register("a");
        life.TrainOne("a");
        var entries = life.Events.Select((e, i) => new JournalEntry(i + 1, e)).ToList();

        Finds("bits equal the undisturbed curve", () => promises.Appended(entries, life.State));
    }

    [Fact]
    public void AResultThatWasShownAndIsGone_IsFound()
    {
        var life = new Life();
        life.Submit(Some.Spec());
        life.Register("a");
        life.TrainOne("a");
        promises.Show(life.State, sequence: 0);
        var forgetful = new Life();
        forgetful.Submit(Some.Spec());

        Finds("what was shown stays", () => promises.Keeps(forgetful.State));
    }

    [Fact]
    public void ARestoredBackup_TakesLaterPromisesWithIt()
    {
        var then = promises.Snapshot(sequence: 0);
        promises.Said(new RegisterFirst(), "a", sequence: 5);

        promises.Restored(then);

        promises.Started(new CoordinatorState(), 0);
    }

    private static CoordinatorState Replay(int starts) => CoordinatorState.Replay(
        Enumerable.Range(0, starts).Select(JournalEvent (_) => new CoordinatorStarted("some") { At = Some.Noon }));

    private static void Finds(string promise, Action check) =>
        Assert.Equal(promise, Assert.Throws<BrokenPromiseException>(check).Promise);
}
