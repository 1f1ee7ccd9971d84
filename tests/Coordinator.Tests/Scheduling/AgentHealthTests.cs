using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class AgentHealthTests
{
    private readonly Life life = new();

    public AgentHealthTests()
    {
        life.Submit(Some.Spec(lrs: [.. Enumerable.Range(1, 40).Select(i => i / 100.0)], epochs: [1]));
        life.Register("good");
        life.Register("bad", slots: 2);
    }

    [Fact]
    public void AnAgentWhoseHardwareHasFailed_IsQuarantined_ItsRunsGoOnElsewhere_AndACanaryReadmitsIt()
    {
        var it = new Life();
        it.Submit(Some.Spec(epochs: [3]));
        it.Register("a");
        var assign = it.Assigned("a")!;
        it.Start(assign.Lease);
        it.Epoch(assign.Lease, 1);

        var effects = it.Send(new HearAgent(new("a", it.Incarnation("a"), [assign.Lease], null, "GPU 0 has failed (Xid 79).", true)));

        Assert.Equal("The hardware of agent a has failed: GPU 0 has failed (Xid 79).", it.State.Agent("a")!.Quarantine);
        Assert.Contains(effects, effect => effect is SendTo { Message: RevokeLease { AtEpochEnd: false } });
        Assert.Equal((Outcome.Cancelled, 0), (it.State.Lease(assign.Lease)!.Outcome, it.State.Agent("a")!.Tally.Failures));
        Assert.Empty(it.Send(new HearAgent(new("a", it.Incarnation("a"), [], null, "GPU 0 has failed (Xid 79).", true))));

        it.Register("a");
        it.TrainOne("a");
        Assert.Null(it.State.Agent("a")!.Quarantine);
    }

    private void Crash() => life.End(life.Assigned("bad")!.Lease, Outcome.TrainerCrashed);

    private string? Quarantine => life.State.Agent("bad")!.Quarantine;

    [Fact]
    public void AnAgentWhoseRunsFailWhileAnotherTrains_IsQuarantined()
    {
        life.TrainOne("good");
        Crash();
        Crash();
        Assert.Null(Quarantine);

        Crash();

        Assert.Contains("good", Quarantine, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAgentWhoseRunsFailWhileAnotherIsInItsFirstEpoch_IsQuarantined()
    {
        life.Start(life.Assigned("good")!.Lease);
        Crash();
        Crash();
        Crash();

        Assert.Contains("good", Quarantine, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNobodyElseTrains_NoAgentIsQuarantined()
    {
        Crash();
        Crash();
        Crash();
        Crash();

        Assert.Null(Quarantine);
    }

    [Fact]
    public void InQuarantine_AnAgentGetsOneCanaryAtATimeAndWaitsLongerEveryTime()
    {
        life.TrainOne("good");
        Crash();
        Crash();
        Crash();
        Assert.Null(life.Assigned("bad"));

        life.Now += TimeSpan.FromSeconds(30);
        var canary = life.Assigned("bad", slot: 0)!;
        Assert.Null(life.Assigned("bad", slot: 1));

        life.End(canary.Lease, Outcome.TrainerCrashed);
        life.Now += TimeSpan.FromSeconds(59);
        Assert.Null(life.Assigned("bad"));
        life.Now += TimeSpan.FromSeconds(1);
        Assert.NotNull(life.Assigned("bad"));
    }

    [Fact]
    public void FailuresBeforeTheQuarantine_DoNotPutOffTheFirstCanary()
    {
        for (var i = 0; i < 8; i++)
            Crash();
        life.TrainOne("good");
        Assert.NotNull(Quarantine);

        life.Now += TimeSpan.FromSeconds(29);
        Assert.Null(life.Assigned("bad"));
        life.Now += TimeSpan.FromSeconds(1);
        Assert.NotNull(life.Assigned("bad"));
    }

    [Fact]
    public void ACanaryThatSucceeds_ReadmitsTheAgent()
    {
        life.TrainOne("good");
        Crash();
        Crash();
        Crash();
        life.Now += TimeSpan.FromSeconds(30);

        life.TrainOne("bad");

        Assert.Null(Quarantine);
        Assert.Single(life.Events.OfType<AgentReadmitted>());
        Assert.NotNull(life.Assigned("bad", slot: 1));
    }

    [Fact]
    public void AClockThatIsSetBack_DoesNotKeepTheCanaryWaiting()
    {
        life.TrainOne("good");
        Crash();
        Crash();
        Crash();

        life.Now -= TimeSpan.FromHours(5);

        Assert.NotNull(life.Assigned("bad"));
    }

    [Fact]
    public void ACrashInQuarantine_IsNotHeldAgainstTheRun()
    {
        life.TrainOne("good");
        Crash();
        Crash();
        Crash();
        for (var i = 0; i < 20; i++)
        {
            life.Now += TimeSpan.FromMinutes(8);
            Crash();
        }

        Assert.DoesNotContain(TrialState.Failed, life.TrialStates());
    }

    [Fact]
    public void AnAgentThatFailedWithEverythingBeforeAnotherBegan_IsBenchedWhenThatBegins()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3, 0.4], maxAttempts: 5));
        life.Register("bad");
        life.Register("good");
        life.Online.UnionWith(["bad", "good"]);
        var slow = life.Assigned("good")!.Lease;
        for (var i = 0; i < AgentHealth.FailingRuns; i++)
            life.End(life.Assigned("bad")!.Lease, Outcome.TrainerCrashed);
        Assert.Null(life.State.Agent("bad")!.Quarantine);
        Assert.Null(life.Assigned("bad"));

        life.Start(slow);

        Assert.StartsWith("3 different runs in a row failed on agent bad while agent good trains", life.State.Agent("bad")!.Quarantine, StringComparison.Ordinal);
    }
}
