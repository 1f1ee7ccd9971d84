using System.Text.Json.Serialization;
using System.Reflection;
using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Explaining;

public sealed class EventWordsTests
{
    [Fact]
    public void EveryKindOfTheJournal_HasWords_AlsoWhereNothingOfItIsKnown()
    {
        var told = SomeEvents.OneOfEachKind.Select(e => EventWords.Of(new(7, e), new())).ToList();

        Assert.Equal(
            typeof(JournalEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => (string)kind.TypeDiscriminator!).Order(),
            told.Select(one => one.Kind).Distinct().Order());
        Assert.All(told, one => Assert.Matches(@"^[A-Z].+\.$", one.Text));
        Assert.All(told, one => Assert.DoesNotContain('\n', one.Text));
    }

    [Fact]
    public void WhoOrderedIt_IsTold_WhereItIsKnown()
    {
        var life = new Life();
        life.Send(new SubmitSweep(Some.Spec(), "") { By = "anna" });
        life.Register("a");
        life.Send(new CancelSweep("some") { By = "ben" });
        var cancelled = Told(life, "some");
        life.Send(new ResumeSweep("some") { By = "anna" });
        life.Send(new HoldAgent("a", AgentHold.Paused, "lent out") { By = "ben" });
        life.Send(new HoldAgent("a", AgentHold.Paused, "lent out") { By = "anna" });
        var paused = Told(life, "a");
        life.Send(new HoldAgent("a", AgentHold.Drained) { By = "anna" });
        life.Send(new ResumeAgent("a") { By = "anna" });

        Assert.Equal(
            [
                "Sweep some was submitted by anna: 1 trial in 1 run.",
                "Sweep some was cancelled by ben; what is recorded stays.",
                "Sweep some goes on, as anna ordered.",
                "Agent a was paused by ben (lent out): it gets no more runs.",
                "Agent a was drained by anna: its runs end at their epochs' ends.",
                "Agent a gets runs again, as anna ordered.",
            ],
            life.Events.Where(e => e is OrderedEvent).Select((e, i) => EventWords.Of(new(i + 1, e), life.State).Text));
        Assert.Contains("It was cancelled by ben, so", cancelled, StringComparison.Ordinal);
        Assert.Contains("paused by ben (lent out);", paused, StringComparison.Ordinal);
    }

    private static string Told(Life life, string name) =>
        Explanation.Of(name, null, life.State, new(Some.Noon, Live: true, Draining: false, _ => true)).View!.Why;

    [Fact]
    public void ALifeReadsAsItWas()
    {
        var life = new Life();
        life.Submit(Some.Spec(lrs: [0.1, 10]));
        life.Register("a", slots: 2);
        life.Online.Add("a");
        life.TrainOne("a");
        var second = life.Assigned("a", 1)!.Lease;
        life.Start(second);
        life.End(second, Outcome.TrainerCrashed, "The trainer ended with signal 9:\nits last words\nand more");
        life.Send(new CancelSweep("some"));
        life.Send(new ResumeSweep("some"));

        var run = life.State.Sweep("some")!.Runs;
        Assert.Equal(
            [
                "Sweep some was submitted: 2 trials in 2 runs.",
                "Agent a registered from host with 2 slots (sweep 0.1).",
                $"Run {run[0].Id} of some was given to slot 0 of agent a: attempt 1, epochs 1 to 2.",
                $"Run {run[0].Id} began on slot 0 of agent a: a processor.",
                $"Run {run[0].Id} finished epoch 1 on slot 0 of agent a: valAccuracy 0.9020, 1.5 s.",
                $"Run {run[0].Id} finished epoch 2 on slot 0 of agent a: valAccuracy 0.9180, 1.5 s.",
                $"Attempt 1 at run {run[0].Id} on slot 0 of agent a ended: completed (so it was).",
                $"Run {run[1].Id} of some was given to slot 1 of agent a: attempt 1, epochs 1 to 2.",
                $"Run {run[1].Id} began on slot 1 of agent a: a processor.",
                $"Attempt 1 at run {run[1].Id} on slot 1 of agent a ended: crashed (The trainer ended with signal 9: its last words).",
                "Sweep some was cancelled; what is recorded stays.",
                "Sweep some goes on.",
            ],
            life.Events.Select((e, i) => EventWords.Of(new(i + 1, e), life.State).Text));
        var ended = EventWords.Of(new(10, life.Events[9]), life.State);
        Assert.Equal(("lease-ended", "some", run[1].Id.Value, 2, "a", 1), (ended.Kind, ended.Sweep, ended.Run, ended.Lease, ended.Agent, ended.Slot));
    }
}
