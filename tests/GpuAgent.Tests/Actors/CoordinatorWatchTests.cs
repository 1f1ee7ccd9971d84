using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using Sweep.GpuAgent.Actors;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Tests.Hosting;

namespace Sweep.GpuAgent.Tests.Actors;

public sealed class CoordinatorWatchTests
{
    [Fact]
    public async Task AgentWhoseActorIsGone_IsNoZombie()
    {
        var (node, agent, end) = await Watched();
        await using var _ = node;

        agent.Tell(PoisonPill.Instance);

        Assert.Equal(SystemEnd.ActorEnded, await end.WaitAsync(Some.Deadline));
    }

    [Fact]
    public async Task SystemThatTakesItselfOut_IsKnownForIt()
    {
        var (node, _, end) = await Watched();
        await using var __ = node;

        node.System.EventStream.Publish(new CoordinatorOutOfSight("127.0.0.1:1"));

        Assert.Equal(SystemEnd.OutOfSight, await end.WaitAsync(Some.Deadline));
    }

    /// <summary>After a restart it answers, and the cluster that this agent is in is the one that it has left.</summary>
    [Fact]
    public async Task SystemThatTakesItselfOut_WhileTheCoordinatorSpeaks_SaysThatThisOneWasStartedAnew()
    {
        var (node, _, end) = await Watched(spoke: true);
        await using var __ = node;

        node.System.EventStream.Publish(new CoordinatorOutOfSight("127.0.0.1:1"));

        Assert.Equal(SystemEnd.CoordinatorAnew, await end.WaitAsync(Some.Deadline));
    }

    [Fact]
    public void WhoHasSaidNothingForAsLongAsItTakesToGiveHimUp_HasNotSpokenLately()
    {
        var clock = new HandClock();
        var contact = new CoordinatorContact("127.0.0.1:1", "/user/coordinator", clock);
        Assert.False(contact.SpokeLately);
        contact.Heard(new WorkAvailable());
        Assert.True(contact.SpokeLately);

        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.False(contact.SpokeLately);
    }

    private static async Task<(Node Node, IActorRef Agent, Task<SystemEnd> End)> Watched(bool spoke = false)
    {
        var node = await Node.Agent(Node.FreePort());
        var agent = node.System.ActorOf(Props.Create(() => new Nobody()));
        var end = new TaskCompletionSource<SystemEnd>();
        var contact = new CoordinatorContact("127.0.0.1:1", "/user/coordinator");
        if (spoke)
            contact.Heard(new WorkAvailable());
        var watch = node.System.ActorOf(Props.Create(() => new CoordinatorWatch(agent, contact, why => end.TrySetResult(why), NullLogger.Instance)));
        await watch.Ask<ActorIdentity>(new Identify("started"), Some.Deadline);
        return (node, agent, end.Task);
    }

    private sealed class Nobody : ReceiveActor;
}
