using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Actors;

/// <summary>Who may say what to a coordinator, and what comes of it where he may not.</summary>
public sealed class GateTests : IDisposable
{
    private readonly JournalFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NameThatNoHomeCanKeep_IsRefusedWithTheRule_AndNothingIsJournaled()
    {
        await using var rig = new Rig(folder);
        foreach (var name in new[] { new string('x', 1100), "", "\e[31mred\e[0m", "two\nlines", "../up", "ends " })
        {
            using var agent = rig.Agent(name);
            agent.AskToRegister();
            Assert.Contains("--name", (await agent.Expect<Refused>()).Reason, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(rig.Projected.Entries, entry => entry.Event is AgentRegistered);
    }

    [Fact]
    public async Task NamesInOrdinaryUse_AreLetIn()
    {
        await using var rig = new Rig(folder);
        foreach (var name in new[] { "Lab-3", "gpu box 1", "münchen-2", "slurm_1234@node07", "box:0", "host.example.org-local" })
        {
            using var agent = rig.Agent(name);
            await agent.Register();
        }
    }

    [Fact]
    public async Task CommandThatCannotBeDecided_IsAnswered_AndTheCoordinatorGoesOn()
    {
        await using var rig = new Rig(folder);

        Assert.Contains("nothing was changed", Assert.IsType<Declined>(await rig.Ask(new RecordReport(null!))).Reason, StringComparison.Ordinal);

        Assert.IsType<SubmitView>(await rig.Ask(new SubmitSweep(Some.Spec(), "")));
    }

    [Fact]
    public async Task Stranger_ReportsNothingAndKeepsNothingAlive()
    {
        await using var rig = new Rig(folder);
        using var honest = rig.Agent("honest");
        using var stranger = rig.Agent("stranger");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await honest.Register();
        var lease = (await honest.Assigned()).Lease;

        stranger.Tell(new Report("stranger", 1, lease, new RunStarted(Some.Provenance())));
        await stranger.Expect<RegisterFirst>();
        await stranger.Register();
        Assert.Equal(Acknowledgement.Stale, (await stranger.Report(lease, new RunStarted(Some.Provenance()))).Answer);
        Assert.Equal(Acknowledgement.Accepted, (await honest.Report(lease, new RunStarted(Some.Provenance()))).Answer);

        for (var seconds = 0; seconds < 40; seconds += 5)
        {
            stranger.Tell(new Progress("stranger", lease, 1, 1, 100, 0.5, 10));
            stranger.Tell(new Progress("honest", lease, 1, 1, 100, 0.5, 10, stranger.Incarnation));
            stranger.Beat(lease);
            await rig.Pass(TimeSpan.FromSeconds(5));
        }
        var view = Assert.IsType<LiveView>(await rig.Ask(new GetLive()));
        Assert.Empty(view.Running);
        Assert.Equal([AgentStatus.Offline, AgentStatus.Online], view.Agents.Select(agent => agent.State));
    }

    [Fact]
    public async Task AgentUnderAnotherName_DeliversWhatItsHomeHasTrained()
    {
        await using var rig = new Rig(folder);
        var home = Guid.NewGuid();
        using var before = rig.Agent("before", home);
        using var after = rig.Agent("after", home);
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await before.Register();
        var assign = await before.Assigned();
        await before.Report(assign.Lease, new RunStarted(Some.Provenance()));
        await after.Register();

        Assert.Equal(Acknowledgement.Accepted, (await after.Report(assign.Lease, Epoch(assign, 1))).Answer);
    }

    [Fact]
    public async Task RegisterWithoutAHome_NeverReplacesOneWith_AlsoAfterARestart()
    {
        await using (var rig = new Rig(folder))
        {
            using var agent = rig.Agent("lab-1", Guid.NewGuid());
            await agent.Register();
        }
        await using var again = new Rig(folder);
        using var homeless = again.Agent("lab-1");
        again.Clock.Advance(TimeSpan.FromHours(1));

        homeless.AskToRegister();

        Assert.Contains("--name", (await homeless.Expect<Refused>()).Reason, StringComparison.Ordinal);
        homeless.Request();
        await homeless.Expect<RegisterFirst>();
    }

    [Theory]
    [InlineData(1e308, 0.5)]
    [InlineData(-1, 0.5)]
    [InlineData(double.NaN, 0.5)]
    [InlineData(1, 1.5)]
    [InlineData(1, 1e308)]
    public async Task EpochThatCannotBe_EndsItsLeaseWithTheReason_AndIsNotSentForEver(double seconds, double accuracy)
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));

        agent.Tell(new Report("a", 2, assign.Lease, new EpochCompleted(new(1, 1, 1, accuracy, seconds), null)));

        Assert.Equal(assign.Lease, (await agent.Expect<RevokeLease>()).Lease);
        Assert.Equal(new Acknowledge(2, Acknowledgement.Stale), await agent.Next());
        var ended = Assert.Single(rig.Projected.Entries.Select(entry => entry.Event).OfType<LeaseEnded>());
        Assert.Contains("cannot be recorded", ended.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Projected.Entries, entry => entry.Event is EpochRecorded);
        Assert.Equal(2, (await agent.Assigned()).Attempt);
    }

    [Fact]
    public async Task EpochsAheadOfTheJournal_AreNotWaitedForEver_AndTheRunGoesOnFromWhatTheJournalKnows()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(epochs: [9]), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));
        await agent.Report(assign.Lease, Epoch(assign, 1));

        var ahead = new Report("a", 7, assign.Lease, Epoch(assign, 5));
        for (var seconds = 0; seconds <= 30; seconds += 2)
        {
            agent.Tell(ahead);
            await rig.Ask(new GetLive());
            await rig.Pass(TimeSpan.FromSeconds(2));
        }

        Assert.Contains("1 epochs", (await agent.Expect<RevokeLease>()).Reason, StringComparison.Ordinal);
        await agent.Expect<WorkAvailable>();
        agent.Tell(ahead);
        Assert.Equal(new Acknowledge(7, Acknowledgement.Stale), await agent.Next());
        var next = await agent.Assigned();
        Assert.Equal((assign.Order.Run, 1), (next.Order.Run, next.Order.FromEpoch));
    }

    [Fact]
    public async Task ReportLostOnTheWay_IsWaitedFor()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(epochs: [9]), ""));
        await agent.Register();
        var assign = await agent.Assigned();
        await agent.Report(assign.Lease, new RunStarted(Some.Provenance()));

        for (var epoch = 1; epoch <= 8; epoch++)
        {
            agent.Tell(new Report("a", 100 + epoch, assign.Lease, Epoch(assign, epoch + 1)));
            await rig.Pass(TimeSpan.FromSeconds(5));
            Assert.Equal(Acknowledgement.Accepted, (await agent.Report(assign.Lease, Epoch(assign, epoch))).Answer);
        }
        Assert.Equal(assign, await agent.Assigned());
    }

    [Fact]
    public async Task ClockSetBack_BringsNoDeadAgentToLife_AndOneSetForwardKillsNone()
    {
        await using var rig = new Rig(folder);
        using var dead = rig.Agent("dead");
        using var living = rig.Agent("living");
        await dead.Register();
        await living.Register();

        rig.Clock.Set(-TimeSpan.FromDays(1));
        await rig.Pass(TimeSpan.FromSeconds(40));
        living.Beat();
        rig.Clock.Set(TimeSpan.FromDays(2));

        var view = Assert.IsType<LiveView>(await rig.Ask(new GetLive()));
        Assert.Equal([AgentStatus.Offline, AgentStatus.Online], view.Agents.Select(agent => agent.State));
    }

    [Fact]
    public void FloodOfRegistrations_IsBounded_AndALabComesInAtOnce()
    {
        var rate = new RegistrationRate();
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(rate.Allows(TimeSpan.Zero)));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => rate.Allows(TimeSpan.Zero)), 0, 100);
        Assert.True(rate.Allows(TimeSpan.FromSeconds(1)));
    }

    private static EpochCompleted Epoch(Assign assign, int epoch)
    {
        var metrics = Some.Metrics(assign.Order.Parameters, epoch);
        return new(metrics, Some.Checkpoint(metrics, assign.Order.Run));
    }
}
