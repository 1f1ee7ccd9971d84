using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Akka.Remote;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.GpuAgent.Tests.Actors;
using Sweep.Protocol.Hosting;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>A cluster node with a coordinator written by hand. Stopped and started at the same address, it is another coordinator.</summary>
/// <param name="welcomes">Whether whoever joins becomes a member: a node that is none itself answers, and can make nobody one.</param>
internal sealed class CoordinatorNode(Script script, int port, bool welcomes = true) : IAsyncDisposable
{
    private const string Nobody = "127.0.0.1:9";
    private IHost? host;

    public string Address { get; } = $"127.0.0.1:{port}";

    public async Task Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka
            .WithSweepCluster("127.0.0.1", "127.0.0.1", port, ClusterSettings.CoordinatorRole, welcomes ? Address : Nobody, SomeKeys.Coordinator)
            .WithActors((system, _) => system.ActorOf(Props.Create(() => new ScriptedCoordinator(script)), ClusterSettings.CoordinatorActor)));
        host = builder.Build();
        await host.StartAsync();
    }

    /// <summary>Gone without a farewell.</summary>
    public async Task Crash()
    {
        var system = (ExtendedActorSystem)host!.Services.GetRequiredService<ActorSystem>();
        system.Abort();
        await system.WhenTerminated.WaitAsync(Some.Deadline);
        host = null;
    }

    public async Task HasMembers(int count)
    {
        var deadline = Some.Soon();
        var cluster = Cluster.Get(host!.Services.GetRequiredService<ActorSystem>());
        while (cluster.State.Members.Count(member => member.Status is MemberStatus.Up) < count)
#pragma warning disable RS0030 // The cluster is asked, it tells nobody.
            await Task.Delay(20, deadline);
#pragma warning restore RS0030
    }

    /// <summary>Does with the agents what a cluster does with a node that it has taken out: hears them no more, and does not say so.</summary>
    public void TurnADeafEarToTheAgents()
    {
        var system = (ExtendedActorSystem)host!.Services.GetRequiredService<ActorSystem>();
        foreach (var agent in Cluster.Get(system).State.Members.Where(member => member.HasRole(ClusterSettings.AgentRole)))
            ((IRemoteActorRefProvider)system.Provider).Quarantine(agent.Address, agent.UniqueAddress.Uid);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is null)
            return;
        await host.StopAsync();
        host.Dispose();
    }
}
