using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.GpuAgent.Tests.Actors;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>A cluster node with a coordinator written by hand. Stopped and started at the same address, it is another coordinator.</summary>
internal sealed class CoordinatorNode(Script script, int port) : IAsyncDisposable
{
    private IHost? host;

    public string Address { get; } = $"127.0.0.1:{port}";

    public async Task Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka
            .WithSweepCluster("127.0.0.1", "127.0.0.1", port, ClusterSettings.CoordinatorRole, Address)
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

    public async ValueTask DisposeAsync()
    {
        if (host is null)
            return;
        await host.StopAsync();
        host.Dispose();
    }
}
