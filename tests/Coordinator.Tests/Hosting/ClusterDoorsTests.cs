using Akka.Actor;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Tests.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>What a stranger can do who reaches the cluster port of a real coordinator.</summary>
public sealed class ClusterDoorsTests : IDisposable
{
    /// <summary>Far beyond what anything here takes; reached only by a failure.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NoOrderOfAkkas_AndNoCommandOfTheCoordinators_ComesInFromOutside()
    {
        await using var host = await CoordinatorHost.Start(new(Home.At(folder["home"])), Logger.None, CancellationToken.None);
        await host.Coordinator.Submit(Specs.Simulated("grid"), "name: grid\n", CancellationToken.None);
        await using var stranger = new Stranger(host.ClusterAddress, keys: SomeKeys.AgentOf(folder["home"], "somebody"));
        var planted = Planted.Made;

        foreach (var path in new[] { "/user/coordinator", "/user/membership", "/user", "/system/cluster/core/daemon" })
        {
            stranger.SendEveryOrder(path);
            stranger.Select(path).Tell(new CancelSweep("grid"));
            stranger.Select(path).Tell(new StartDrain());
        }
        stranger.SendEveryOrderOfTheCluster();
        stranger.Deploy();

        // The one thing that is answered: a message of the protocol. It comes after all others.
        Assert.IsType<SessionFirst>(await stranger.Ask("/user/coordinator", new Register("a", Guid.NewGuid(), ProtocolVersion.Current, "h", "p", [], [], 0)));
        Assert.Equal(planted + 4, Planted.Made);
        Assert.False(host.Ended.IsCompleted);
        var status = await host.Coordinator.Status(CancellationToken.None);
        Assert.NotEqual(SweepStatus.Cancelled, Assert.Single(status.Sweeps).State);
    }

    [Fact]
    public async Task SecondCoordinator_IsTakenOutOfTheCluster_AndTheFirstStays()
    {
        await using var host = await CoordinatorHost.Start(new(Home.At(folder["home"])), Logger.None, CancellationToken.None);
        await using var second = new Stranger(host.ClusterAddress, "coordinator", SomeKeys.AgentOf(folder["home"], "somebody"));
        var taken = new TaskCompletionSource();
        second.Cluster.RegisterOnMemberRemoved(taken.SetResult);

        second.Join();

        await taken.Task.WaitAsync(Deadline);
        Assert.False(host.Ended.IsCompleted);
        await host.Coordinator.Status(CancellationToken.None);
    }

    [Fact]
    public async Task CoordinatorWhoseActorIsGone_Ends_AndIsNoZombie()
    {
        await using var open = await OpenHomeHere();
        await using var node = await Start(open, open.Journal);

        node.Actor.Tell(PoisonPill.Instance);

        await node.Ended.WaitAsync(Deadline);
    }

    [Fact]
    public async Task CoordinatorThatCannotWriteThatItStarts_DoesNotStart()
    {
        await using var open = await OpenHomeHere();

        await Assert.ThrowsAsync<CoordinatorStoppedException>(() => Start(open, new FullJournal()));
    }

    private async Task<OpenHome> OpenHomeHere()
    {
        var home = Home.At(folder["home"]);
        return await OpenHome.Open(home, await HomeLock.TakePatiently(home, TimeProvider.System, _ => { }, CancellationToken.None), Logger.None);
    }

    private Task<ClusterNode> Start(OpenHome open, IJournal journal) => ClusterNode.Start(
        Binding.Of(new(Home.At(folder["home"]))), SomeKeys.Coordinator, open.State, journal, [open.Projection],
        new Terms(TimeSpan.FromSeconds(30), "http://127.0.0.1:1/"), new Sessions(), Logger.None, CancellationToken.None);

    /// <summary>Has nothing, and no room.</summary>
    private sealed class FullJournal : IJournal
    {
        public long LastSequence => 0;

        public IEnumerable<JournalEntry> ReadAfter(long sequence) => [];

        public IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEvent> events) =>
            throw new IOException("No space left on device");

        public void Dispose()
        {
        }
    }
}
