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
        promises.Said(new RegisterFirst(), "a", sequence: 2, new());

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
        promises.Said(new Acknowledge(7, Acknowledgement.Accepted), "a", sequence: 0, life.State);

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
    public void AReportThatIsTakenForAnotherRun_IsFound()
    {
        var life = new Life();
        life.Submit(Some.Spec());
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        promises.Sent(new("a", 7, lease, new RunEnded(Outcome.Completed, ""), new("another")));

        Finds("a report counts for the run that it names",
            () => promises.Said(new Acknowledge(7, Acknowledgement.Accepted), "a", sequence: 0, life.State));
    }

    [Fact]
    public void ANumberThatTwoReportsHave_IsFound()
    {
        promises.Sent(new("a", 7, new(1), new RunEnded(Outcome.Completed, "")));
        promises.Sent(new("a", 7, new(1), new RunEnded(Outcome.Completed, "")));

        Finds("the number of a report means one report",
            () => promises.Sent(new("a", 7, new(2), new RunEnded(Outcome.Completed, ""))));
    }

    [Fact]
    public void AnEpochUnderALeaseThatHasNotProvedItsData_IsFound()
    {
        var life = new Life();
        life.Submit(Some.Spec());
        life.Register("a");
        var assign = life.Assigned("a")!;
        var epoch = new EpochRecorded(
            assign.Lease, assign.Order.Run, new UndisturbedCurves(SimulatedPeople.EpochMilliseconds).Metrics(assign.Order.Parameters, 1), null)
        { At = Some.Noon };

        Finds("what counts was trained on the sweep's data", () => promises.Appended([new(4, epoch)], life.State));
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
        promises.Said(new RegisterFirst(), "a", sequence: 5, new());

        promises.Restored(then);

        promises.Started(new CoordinatorState(), 0);
    }

    [Fact]
    public void AYoungerBackup_RestoredAfterAnOlderOne_IsHeldAgainstWhatWasWrittenBeforeIt()
    {
        var older = promises.Snapshot(sequence: 0);
        promises.AboutToWrite([new CoordinatorStarted("one") { At = Some.Noon }]);
        var younger = promises.Snapshot(sequence: 1);
        promises.Restored(older);
        promises.AboutToWrite([new CoordinatorStarted("other") { At = Some.Noon }]);

        promises.Restored(younger);

        promises.Started(Replay(1), 1);
        Assert.Equal(new CoordinatorStarted("one") { At = Some.Noon }, Assert.Single(promises.Journal));
    }

    private static CoordinatorState Replay(int starts) => CoordinatorState.Replay(
        Enumerable.Range(0, starts).Select(JournalEvent (_) => new CoordinatorStarted("some") { At = Some.Noon }));

    private static void Finds(string promise, Action check) =>
        Assert.Equal(promise, Assert.Throws<BrokenPromiseException>(check).Promise);
}
