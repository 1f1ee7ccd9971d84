using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>Data that are missing or differ are the fault of a machine and no run's: the run goes elsewhere, or waits.</summary>
public sealed class BarredAgentTests
{
    private static readonly RunEnded NoData = new(Outcome.BadConfiguration, "CIFAR-10 is not in /data; run sweep data fetch.", AgentsOwn: true);
    private readonly Life life = new();

    private SweepState Sweep => life.State.Sweep("some")!;
    private string? WhyItWaits => WaitingSweeps.Of(life.State, agent => life.Online.Contains(agent.Name)).GetValueOrDefault("some");

    private void Join(string agent, int slots = 1)
    {
        life.Register(agent, slots);
        life.Online.Add(agent);
    }

    private void LackData(string agent, int slot = 0) => life.Report(life.Assigned(agent, slot)!.Lease, NoData);

    [Fact]
    public void WithoutDataAnywhere_TheRunWaits_AndGoesOnWithTheAgentThatHasThem()
    {
        life.Submit(Some.Spec(maxAttempts: 1));
        Join("bare");

        LackData("bare");

        Assert.Equal([TrialState.Pending], life.TrialStates());
        Assert.Null(life.Assigned("bare"));
        Assert.Equal(
            "some waits: no agent that is here has its data. Agent bare: CIFAR-10 is not in /data; run sweep data fetch. "
            + "It goes on when one has them; those here are tried again every few minutes, and at once when an agent is restarted.",
            WhyItWaits);

        Join("rich");
        Assert.Null(WhyItWaits);
        life.TrainOne("rich");
        Assert.Equal([TrialState.Completed], life.TrialStates());
    }

    [Fact]
    public void WhoLacksTheData_IsTriedAgainWithOneRun_EverMoreRarely()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3]));
        Join("bare", slots: 2);
        LackData("bare");

        foreach (var minutes in new[] { 1, 2, 4, 8, 10, 10 })
        {
            life.Now += TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1);
            Assert.Null(life.Assigned("bare"));
            life.Now += TimeSpan.FromSeconds(1);
            Assert.NotNull(life.Assigned("bare", 1));
            Assert.Null(life.Assigned("bare", 0));
            LackData("bare", 1);
        }
        Assert.All(life.TrialStates(), s => Assert.Equal(TrialState.Pending, s));
    }

    [Fact]
    public void SlotsThatFailSideBySide_CountAsOneTry()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3, 0.4]));
        Join("bare", slots: 4);
        var leases = Enumerable.Range(0, 4).Select(slot => life.Assigned("bare", slot)!.Lease).ToList();

        foreach (var lease in leases)
            life.Report(lease, NoData);

        Assert.Equal(1, Sweep.BarOf(life.State.Agent("bare")!)!.Times);
    }

    [Fact]
    public void DataThatHaveCome_LiftTheBar()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        Join("late", slots: 2);
        LackData("late");
        life.Now += Bar.FirstRetryAfter;

        life.Start(life.Assigned("late")!.Lease);

        Assert.Null(WhyItWaits);
        Assert.NotNull(life.Assigned("late", 1));
    }

    [Fact]
    public void RestartedAgent_IsTriedAtOnce()
    {
        life.Submit(Some.Spec());
        Join("bare");
        LackData("bare");

        Join("bare");

        Assert.NotNull(life.Assigned("bare"));
    }

    [Fact]
    public void DataThatChangedOnTheAgentThatBegan_LeaveTheRunWaiting()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        Join("a");
        life.Start(life.Assigned("a")!.Lease, "aa");
        Join("a");

        life.Start(life.Assigned("a")!.Lease, "bb");

        Assert.Equal([TrialState.Pending, TrialState.Pending], life.TrialStates());
        Assert.Contains("put the same files on a", WhyItWaits, StringComparison.Ordinal);
    }

    [Fact]
    public void LackingData_IsNotHeldAgainstTheAgentInOtherSweeps()
    {
        Join("a");
        Join("b");
        for (var i = 0; i < AgentHealth.FailingRuns; i++)
        {
            life.Submit(Some.Spec(name: $"sweep-{i}"));
            life.Report(life.Assigned("a")!.Lease, NoData);
            life.TrainOne("b");
        }

        Assert.Null(life.State.Agent("a")!.Quarantine);
        Assert.Equal(0, life.State.Agent("a")!.Tally.Failures);
    }

    [Fact]
    public void OlderAgentsWithoutData_FailTheRunOnlyWhereNobodyElseMayTrainIt()
    {
        life.Submit(Some.Spec());
        Join("old");

        life.End(life.Assigned("old")!.Lease, Outcome.BadConfiguration, "no such dataset");

        Assert.Equal([TrialState.Failed], life.TrialStates());
        Assert.Single(life.Events.OfType<RunFailed>());
    }

    [Fact]
    public void CancelledOrOfflineOrTraining_NothingWaitsForData()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        Join("bare");
        Join("rich");
        LackData("bare");
        life.Start(life.Assigned("rich")!.Lease);
        life.Online.Remove("rich");
        Assert.Null(WhyItWaits);

        life.Online.Clear();
        Assert.Null(WhyItWaits);
        life.Send(new CancelSweep("some"));
        life.Online.Add("bare");
        Assert.Null(WhyItWaits);
    }
}
