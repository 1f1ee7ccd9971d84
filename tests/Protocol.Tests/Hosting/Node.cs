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
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>A node with the settings of the product, in this process. What lies between two nodes can be cut.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>Far beyond what anything here takes; reached only by a failure.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private readonly IHost host;

    private Node(IHost host) => this.host = host;

    public ActorSystem System => host.Services.GetRequiredService<ActorSystem>();
    public Cluster Cluster => Cluster.Get(System);
    public Address Address => Cluster.SelfAddress;
    public bool IsOver => System.WhenTerminated.IsCompleted;

    /// <param name="seed">The coordinator's port.</param>
    public static async Task<Node> Start(string role, int port, int seed, string more = "", bool cuttable = false)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka =>
        {
            akka.WithSweepCluster("127.0.0.1", "127.0.0.1", port, role, $"127.0.0.1:{seed}").AddHocon(more, HoconAddMode.Prepend);
            if (cuttable)
                akka.AddHocon($$"""
                    akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
                    akka.cluster.seed-nodes = ["akka.trttl.tcp://{{ClusterSettings.ActorSystemName}}@127.0.0.1:{{seed}}"]
                    """, HoconAddMode.Prepend);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public static Task<Node> Coordinator(int port, string more = "", bool cuttable = false) => Start(ClusterSettings.CoordinatorRole, port, port, more, cuttable);

    public static Task<Node> Agent(int seed, string more = "", bool cuttable = false) => Start(ClusterSettings.AgentRole, FreePort(), seed, more, cuttable);

    /// <summary>Nothing passes between the two any more, and neither is told.</summary>
    public static async Task Cut(Node one, Node other)
    {
        await one.Throttle(other.Address);
        await other.Throttle(one.Address);
    }

    /// <summary>The nodes that this one knows as full members.</summary>
    public IReadOnlyList<Address> Up => [.. Cluster.State.Members.Where(member => member.Status is MemberStatus.Up).Select(member => member.Address)];

    public static async Task Until(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"waited {Deadline} for {what}");
#pragma warning disable RS0030 // The cluster is asked, it tells nobody.
            await Task.Delay(20);
#pragma warning restore RS0030
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
