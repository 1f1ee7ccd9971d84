using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Transport.DotNetty;
using Akka.Routing;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;
using Sweep.Shared;
using Cluster = Akka.Cluster.Cluster;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>
/// An actor system as anybody can have one who reaches a node's port with an agent's certificate: Akka as it comes, without any of the
/// product's settings but the serializer of its messages. It believes everybody.
/// </summary>
internal sealed class Stranger : IAsyncDisposable
{
    private const string HeartbeatReceiver = "/system/cluster/heartbeatReceiver";

    private readonly ActorSystemSetup setup;
    private readonly Address victim;
    private ActorSystem system;

    /// <param name="role">Its own word for what it is, should it join the cluster.</param>
    /// <param name="keys">What it comes in with; null is an agent's certificate.</param>
    public Stranger(string victim, string role = "agent", NodeKeys? keys = null)
    {
        var tls = new DotNettySslSetup((keys ?? SomeKeys.Somebody).Own, suppressValidation: false, requireMutualAuthentication: true, (_, _, _, _, _) => true);
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor {
                provider = cluster
                serializers.sweep = "{{typeof(SweepSerializer).AssemblyQualifiedName}}"
                serialization-bindings { "{{typeof(ISweepMessage).AssemblyQualifiedName}}" = sweep }
              }
              remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0, enable-ssl = true }
              cluster.roles = ["{{role}}"]
              coordinated-shutdown.exit-clr = off
            }
            """);
        setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), tls);
        system = ActorSystem.Create("sweep", setup);
        this.victim = Address.Parse(ClusterSettings.AddressOf(victim));
    }

    public Cluster Cluster => Cluster.Get(system);

    public ActorSelection Select(string path) => system.ActorSelection($"{victim}{path}");

    /// <summary>A reference made from a path, which no selection is wrapped around.</summary>
    public IInternalActorRef Reference(string path) => (IInternalActorRef)((ExtendedActorSystem)system).Provider.ResolveActorRef($"{victim}{path}");

    /// <summary>Says one of the product's messages, again and again where it gets lost with a connection, and waits for what comes back.</summary>
    public Task<object> Ask(string path, ISweepMessage message) => AskAgain(path, () => message);

    private async Task<object> AskAgain(string path, Func<object> message)
    {
        const int SoManyTriesAreAFailure = 60;
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await Select(path).Ask<object>(message(), TimeSpan.FromSeconds(10));
            }
            catch (AskTimeoutException) when (tries < SoManyTriesAreAFailure)
            {
                // What a node refuses may cost the connection, and with it what was on its way. Akka says nothing more to a node whose
                // orders were lost so: this stranger begins anew, with another system.
                await DisposeAsync();
                system = ActorSystem.Create("sweep", setup);
                // Akka keeps a heartbeat that is said before the connection stands until something else is said.
                Select(HeartbeatReceiver).Tell(new WorkAvailable());
            }
        }
    }

    /// <summary>Tries to have an actor of its own run in the victim's process.</summary>
    public void Deploy() => system.ActorOf(Props.Create(() => new Planted.Actor()).WithDeploy(new Deploy(new RemoteScope(victim))));

    /// <summary>Everything that Akka takes orders by, at one actor: as a selection, and as a reference.</summary>
    public void SendEveryOrder(string path)
    {
        object[] orders =
        [
            new Planted(), PoisonPill.Instance, Kill.Instance, "text", 1, 2L, new byte[] { 3 }, new Identify(4), new Status.Failure(new InvalidOperationException()),
            new RoundRobinPool(2), new DeathWatchNotification(ActorRefs.Nobody, false, false),
        ];
        foreach (var order in orders)
        {
            Select(path).Tell(order);
            Reference(path).Tell(order);
        }
        foreach (ISystemMessage order in new ISystemMessage[] { new Terminate(), new Suspend(), new Recreate(new InvalidOperationException()), new Resume(null) })
            Reference(path).SendSystemMessage(order);
    }

    /// <summary>Has the cluster's daemon on the victim told to leave, and to be taken out.</summary>
    public void SendEveryOrderOfTheCluster()
    {
        foreach (var order in new[] { "Leave", "Down" })
        {
            var type = typeof(Cluster).Assembly.GetType($"Akka.Cluster.ClusterUserAction+{order}", throwOnError: true)!;
            Select("/system/cluster/core/daemon").Tell(Activator.CreateInstance(type, victim));
        }
    }

    /// <summary>
    /// Waits for the answer to something that every node answers: by then all that was said before has been taken or dropped.
    /// </summary>
    public Task Fence()
    {
        var heartbeat = typeof(Cluster).Assembly.GetType("Akka.Cluster.ClusterHeartbeatSender+Heartbeat", throwOnError: true)!;
        return AskAgain(
            HeartbeatReceiver, () => Activator.CreateInstance(heartbeat, Cluster.SelfAddress, 1L, 1L)!);
    }

    public void Join() => Cluster.Join(victim);

    public async ValueTask DisposeAsync()
    {
        ((ExtendedActorSystem)system).Abort();
        await system.WhenTerminated;
    }
}

/// <summary>A type that the product does not know. Counts how often one was made in this process, by whoever.</summary>
internal sealed class Planted
{
    private static int made;

    public Planted() => Interlocked.Increment(ref made);

    public static int Made => Volatile.Read(ref made);

    internal sealed class Actor : ReceiveActor
    {
        public Actor() => _ = new Planted();
    }
}
