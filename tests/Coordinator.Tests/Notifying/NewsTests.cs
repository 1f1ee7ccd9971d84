using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Notifying;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Notifying;

/// <summary>What a person is woken for, and how often.</summary>
public sealed class NewsTests
{
    private readonly Life life = new();
    private int told;

    /// <summary>Of what has happened since it was asked last.</summary>
    private List<Notice> News(bool comesBack = false)
    {
        var entries = life.Events.Skip(told).Select((e, i) => new JournalEntry(told + i + 1, e)).ToList();
        told = life.Events.Count;
        return [.. Sweep.Coordinator.Notifying.News.Of(entries, life.State, comesBack)];
    }

    private void Join(string agent)
    {
        life.Register(agent);
        life.Online.Add(agent);
    }

    [Fact]
    public void TheEndOfASweep_IsToldOnce_AndAgainWhenMoreWasTrained()
    {
        life.Submit(Some.Spec(lrs: [0.1, 10]));
        Join("a");
        life.TrainOne("a");
        Assert.Empty(News());
        life.TrainOne("a");

        var done = Assert.Single(News());
        Assert.Equal(("done", "some", (string?)null), (done.Event, done.Sweep, done.Agent));
        Assert.Equal(
            "Sweep some, submitted just now, has 2 trials in 2 runs: 1 completed and 1 diverged. Every trial has its result: nothing is left to train.",
            done.Text);

        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        Assert.Empty(News());
        life.TrainOne("a");
        Assert.Equal("done", Assert.Single(News()).Event);
    }

    [Fact]
    public void OnlyTheFirstFailure_IsTold_AndOneAfterARetryIsTheFirstAgain()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3], maxAttempts: 1));
        Join("a");
        void Crash() => life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed, "no kernel");

        Crash();
        var first = Assert.Single(News());
        Assert.Equal("failed", first.Event);
        Assert.StartsWith("The first run of sweep some failed. Run ", first.Text, StringComparison.Ordinal);
        Assert.EndsWith("was given up: TrainerCrashed in 1 attempt, the last on agent a: no kernel.", first.Text, StringComparison.Ordinal);

        Crash();
        Assert.Empty(News());
        Crash();
        Assert.Equal("done", Assert.Single(News()).Event);

        life.Send(new RetryFailed("some"));
        Crash();
        Assert.Equal("failed", Assert.Single(News()).Event);
    }

    [Fact]
    public void FailuresThatComeAtOnce_AreOneNotice()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3], maxAttempts: 1));
        Join("a");
        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed);
        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed);

        Assert.Equal("failed", Assert.Single(News()).Event);
    }

    [Fact]
    public void Quarantine_AndARestartWithWorkLeft_AreTold()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]));
        Join("good");
        life.TrainOne("good");
        Join("bad");
        for (var i = 0; i < AgentHealth.FailingRuns; i++)
            life.End(life.Assigned("bad")!.Lease, Outcome.TrainerCrashed);
        var benched = Assert.Single(News());
        Assert.Equal(("quarantined", "bad"), (benched.Event, benched.Agent));

        life.Events.Add(new CoordinatorStarted("0.1") { At = life.Now });
        var back = Assert.Single(News(comesBack: true));
        Assert.Equal(("restarted", "The coordinator has started again; left to train: some."), (back.Event, back.Text));
        life.Events.Add(new CoordinatorStarted("0.1") { At = life.Now });
        Assert.Empty(News(comesBack: false));
        Assert.Empty(Sweep.Coordinator.Notifying.News.Of([new(1, new CoordinatorStarted("0.1") { At = life.Now })], life.State, comesBack: true));
    }

    [Fact]
    public void ACancelledSweep_IsNotDone()
    {
        life.Submit(Some.Spec());
        Join("a");
        var lease = life.Assigned("a")!.Lease;
        life.Start(lease);
        life.Epoch(lease, 1);
        life.Send(new CancelSweep("some"));
        life.Epoch(lease, 2);

        Assert.Empty(News());
    }
}
