using System.Collections.Concurrent;
using System.Reflection;
using Akka.Actor;
using Akka.Serialization;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class ShutDoorsTests
{
    [Theory]
    [InlineData(ClusterSettings.CoordinatorRole, "/user/coordinator")]
    [InlineData(ClusterSettings.AgentRole, "/user/agent")]
    public async Task WhoeverReachesThePort_IsHeardInSweepsOwnMessagesOnly(string role, string path)
    {
        var seed = Node.FreePort();
        await using var coordinator = await Node.Coordinator(seed);
        await using var agent = await Node.Agent(seed);
        var victim = role == ClusterSettings.CoordinatorRole ? coordinator : agent;
        var heard = new ConcurrentQueue<object>();
        var actor = victim.System.ActorOf(Props.Create(() => new Listener(heard)), path.Split('/')[^1]);
        await using var stranger = new Stranger($"127.0.0.1:{victim.Address.Port}");
        await Node.Until([coordinator, agent], () => victim.Up.Count == 2, "both are members");
        var planted = Planted.Made;

        stranger.SendEveryOrder(path);
        stranger.SendEveryOrder("/user");
        stranger.SendEveryOrderOfTheCluster();
        stranger.Deploy();
        // What comes from one sender arrives in order: when this has been answered, all of it has been taken or dropped.
        await stranger.Fence();
        await Node.Until([coordinator, agent], () => Heard(stranger, path, heard), "Sweep's own message has come through");
        Assert.Equal([new WorkAvailable()], heard.Distinct());
        Assert.Equal(planted + MadeByTheStranger, Planted.Made);
        Assert.Equal(2, victim.Up.Count);
        Assert.False(victim.IsOver);
        actor.Tell("from inside");
        await Node.Until([coordinator, agent], () => heard.Contains("from inside"), "the actor is alive");
    }

    [Fact]
    public async Task NothingIsSelectable_ButTheCoordinatorAndWhatMembershipNeeds()
    {
        var seed = Node.FreePort();
        await using var coordinator = await Node.Coordinator(seed);
        await using var agent = await Node.Agent(seed);
        var heard = new ConcurrentQueue<object>();
        coordinator.System.ActorOf(Props.Create(() => new Listener(heard)), "other");
        coordinator.System.ActorOf(Props.Create(() => new Listener(heard)), ClusterSettings.CoordinatorActor);
        agent.System.ActorOf(Props.Create(() => new Listener(heard)), "agent");
        await using var stranger = new Stranger($"127.0.0.1:{coordinator.Address.Port}");
        await using var second = new Stranger($"127.0.0.1:{agent.Address.Port}");

        stranger.Select("/user/other").Tell(new Drain());
        stranger.Select("/user/*").Tell(new Drain());
        second.Select("/user/agent").Tell(new Drain());
        second.Select("/user/*").Tell(new Drain());

        // Said again and again: what was refused may have cost the connection.
        await Node.Until(
            [coordinator, agent],
            () =>
            {
                stranger.Select("/user/coordinator").Tell(new NoWork(1, 1));
                second.Reference("/user/agent").Tell(new NoWork(2, 1));
                return heard.Distinct().Count() >= 2;
            },
            "what may come has come");
        Assert.Equal([1, 2], heard.Distinct().Cast<NoWork>().Select(message => message.Slot).Order());
    }

    /// <summary>A package that is added may bring a serializer of its own.</summary>
    [Fact]
    public async Task EverySerializer_IsSweepsOwnOrRefuses_ButForSelections()
    {
        await using var node = await Node.Coordinator(Node.FreePort());
        var all = (IDictionary<int, Serializer>)typeof(Akka.Serialization.Serialization)
            .GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Single(field => field.FieldType.IsAssignableTo(typeof(IDictionary<int, Serializer>)))
            .GetValue(((ExtendedActorSystem)node.System).Serialization)!;

        var open = all.Where(entry => entry.Value is not (RefusingSerializer or SweepSerializer or MembershipSerializer or NullSerializer)).ToList();

        Assert.Equal([6], open.Select(entry => entry.Key));
    }

    /// <summary>Said until it is heard: what a node refuses may cost the connection, and with it what was on its way.</summary>
    private static bool Heard(Stranger stranger, string path, ConcurrentQueue<object> heard)
    {
        stranger.Reference(path).Tell(new WorkAvailable());
        return heard.OfType<WorkAvailable>().Any();
    }

    /// <summary>One for each time that all orders are sent.</summary>
    private const int MadeByTheStranger = 2;

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<object> heard) => ReceiveAny(heard.Enqueue);
    }
}
