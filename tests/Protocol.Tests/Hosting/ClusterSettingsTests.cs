using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class ClusterSettingsTests
{
    /// <summary>Far beyond what anything here takes; reached only by a failure.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task AgentAndCoordinator_FormOneClusterAndSpeakTheProtocol()
    {
        var seed = $"127.0.0.1:{FreePort()}";
        using var coordinator = await Node(ClusterSettings.CoordinatorRole, int.Parse(seed.Split(':')[1], null), seed);
        using var agent = await Node(ClusterSettings.AgentRole, port: 0, seed);
        var received = new TaskCompletionSource<object>();
        System(coordinator).ActorOf(Props.Create(() => new Receiver(received)), ClusterSettings.CoordinatorActor);

        await Up(coordinator, members: 2);
        await Up(agent, members: 2);
        System(agent).ActorSelection(ClusterSettings.CoordinatorPath(seed)).Tell(new NoWork(1, double.PositiveInfinity));

        Assert.Equal(new NoWork(1, double.PositiveInfinity), await received.Task.WaitAsync(Deadline));
        Assert.Equal([ClusterSettings.AgentRole], Cluster.Get(System(agent)).SelfRoles);
    }

    [Fact]
    public async Task EveryNode_HasTheSettingsThatAStarNeeds()
    {
        using var host = await Node(ClusterSettings.CoordinatorRole, FreePort(), "127.0.0.1:1");
        var config = System(host).Settings.Config;

        Assert.IsType<StarDowning>(Cluster.Get(System(host)).DowningProvider);
        Assert.Equal(TimeSpan.FromSeconds(10), StarDowning.StableAfter);
        Assert.Equal(TimeSpan.FromSeconds(10), config.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause"));
        Assert.Equal(TimeSpan.FromMilliseconds(100), config.GetTimeSpan("akka.scheduler.tick-duration"));
        Assert.Equal(64000, config.GetByteSize("akka.remote.log-frame-size-exceeding"));
        Assert.False(config.GetBoolean("akka.coordinated-shutdown.exit-clr", true));
        Assert.IsType<SilentLogger>(System(host).Settings.StdoutLogger);
        Assert.False(config.GetBoolean("akka.actor.serialization-settings.allow-unregistered-types", true));
    }

    private static async Task<IHost> Node(string role, int port, string seed)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka.WithSweepCluster("127.0.0.1", "127.0.0.1", port, role, seed,
            role == ClusterSettings.CoordinatorRole ? SomeKeys.Coordinator : SomeKeys.Somebody));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static ActorSystem System(IHost host) => host.Services.GetRequiredService<ActorSystem>();

    private static async Task Up(IHost host, int members)
    {
        var up = new TaskCompletionSource();
        System(host).ActorOf(Props.Create(() => new MembersUp(members, up)));
        await up.Task.WaitAsync(Deadline);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Receiver : ReceiveActor
    {
        public Receiver(TaskCompletionSource<object> received) => ReceiveAny(message => received.TrySetResult(message));
    }

    private sealed class MembersUp : ReceiveActor
    {
        private readonly HashSet<Address> up = [];

        public MembersUp(int members, TaskCompletionSource done)
        {
            Receive<ClusterEvent.MemberUp>(member =>
            {
                up.Add(member.Member.Address);
                if (up.Count == members)
                    done.TrySetResult();
            });
            ReceiveAny(_ => { });
        }

        protected override void PreStart() =>
            Cluster.Get(Context.System).Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp));
    }
}
