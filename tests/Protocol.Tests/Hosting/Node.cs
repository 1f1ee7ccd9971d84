using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Akka.Remote;
using Akka.Remote.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Shared;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>A node with the settings of the product, in this process. What lies between two nodes can be cut.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>Far beyond what anything here takes; reached only by a failure.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private readonly IHost host;

    private Node(IHost host)
    {
        this.host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        Cluster = Cluster.Get(System);
    }

    public ActorSystem System { get; }
    public Cluster Cluster { get; }
    public Address Address => Cluster.SelfAddress;
    public bool IsOver => System.WhenTerminated.IsCompleted;

    /// <param name="seed">The coordinator's port.</param>
    public static async Task<Node> Start(string role, int port, int seed, string more = "", bool cuttable = false, NodeKeys? keys = null)
    {
        keys ??= role == ClusterSettings.CoordinatorRole ? SomeKeys.Coordinator : SomeKeys.Somebody;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka =>
        {
            akka.WithSweepCluster("127.0.0.1", "127.0.0.1", port, role, $"127.0.0.1:{seed}", keys).AddHocon(more, HoconAddMode.Prepend);
            if (cuttable)
                akka.AddHocon($$"""
                    akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
                    akka.cluster.seed-nodes = ["akka.trttl.ssl.tcp://{{ClusterSettings.ActorSystemName}}@127.0.0.1:{{seed}}"]
                    """, HoconAddMode.Prepend);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public static Task<Node> Coordinator(int port, string more = "", bool cuttable = false) => Start(ClusterSettings.CoordinatorRole, port, port, more, cuttable);

    /// <summary>At a port that the system gives it as it starts.</summary>
    public static Task<Node> Agent(int seed, string more = "", bool cuttable = false) =>
        Start(ClusterSettings.AgentRole, port: 0, seed, more, cuttable);

    /// <summary>Nothing passes between the two any more, and neither is told.</summary>
    public static async Task Cut(Node one, Node other)
    {
        await one.Throttle(other.Address);
        await other.Throttle(one.Address);
    }

    /// <summary>The nodes that this one knows as full members.</summary>
    public IReadOnlyList<Address> Up => [.. Cluster.State.Members.Where(member => member.Status is MemberStatus.Up).Select(member => member.Address)];

    /// <param name="nodes">Whose views of the cluster are told where the condition is not reached.</param>
    public static async Task Until(IReadOnlyList<Node> nodes, Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            if (deadline.IsCancellationRequested)
                Assert.Fail($"waited {Deadline} for {what}\n{string.Join('\n', nodes)}");
#pragma warning disable RS0030 // The cluster is asked, it tells nobody.
            await Task.Delay(20);
#pragma warning restore RS0030
        }
    }

    /// <summary>The node's view of the cluster, for a person who looks for a fault.</summary>
    public override string ToString()
    {
        var state = Cluster.State;
        var members = string.Join(", ", state.Members.Select(member => $"{member.Address.Port} {member.Status}"));
        var unreachable = string.Join(", ", state.Unreachable.Select(member => $"{member.Address.Port} {member.Status}"));
        return $"{Address.Port}: {(IsOver ? "over, " : "")}members [{members}], unreachable [{unreachable}], leader {state.Leader?.Port}, "
            + $"seen by [{string.Join(", ", state.SeenBy.Select(address => address.Port))}]";
    }

    public static int FreePort() => HighFreePort(1);

    /// <summary>
    /// The highest of some free ports: above those that the system gives to others. Akka makes the node of the lowest address the leader.
    /// </summary>
    public static int HighFreePort(int of = 20)
    {
        var listeners = Enumerable.Range(0, of).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var highest = listeners.Max(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Dispose());
        return highest;
    }

    public async ValueTask DisposeAsync()
    {
        // Farewells are not what is tested, and cost seconds.
        ((ExtendedActorSystem)System).Abort();
        await System.WhenTerminated;
        host.Dispose();
    }

    private Task<bool> Throttle(Address other) => ((IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport.ManagementCommand(
        new SetThrottle(other, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance));
}
