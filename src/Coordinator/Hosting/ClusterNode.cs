using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Protocol.Hosting;
using Cluster = Akka.Cluster.Cluster;

namespace Sweep.Coordinator.Hosting;

/// <summary>The coordinator's node of the cluster, with its actor.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private static readonly TimeSpan ActorPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(30);
    private readonly IHost _host;

    private ClusterNode(IHost host, IActorRef actor) => (_host, Actor) = (host, actor);

    public IActorRef Actor { get; }

    /// <summary>Completes when the node has ended, also where it did so by itself.</summary>
    public Task Ended => _host.Services.GetRequiredService<ActorSystem>().WhenTerminated;

    public static async Task<ClusterNode> Start(Binding binding, OpenHome home, IProjection projection, Terms terms, ILogger log, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSerilog(log);
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka
            .WithSweepCluster(binding.Address.ToString(), binding.Host, binding.ClusterPort, ClusterSettings.CoordinatorRole, binding.Cluster)
            .WithActors((system, registry) =>
            {
                var coordinator = system.ActorOf(
                    CoordinatorActor.Props(home.State, home.Journal, projection, terms, WallClock.OfThisProcess, log, ProgramVersion.Text),
                    ClusterSettings.CoordinatorActor);
                system.ActorOf(MembershipActor.Props(coordinator), "membership");
                registry.Register<CoordinatorActor>(coordinator);
            }));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation);
            await Up(host.Services.GetRequiredService<ActorSystem>()).WaitAsync(JoinPatience, cancellation);
            return new(host, host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorActor>());
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>A node that is told to leave while it is still joining waits out the time limits of its shutdown, so it is Up before it is used.</summary>
    private static Task Up(ActorSystem system)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Get(system).RegisterOnMemberUp(up.SetResult);
        return up.Task;
    }

    /// <summary>Lets the actor finish what it has taken, then leaves the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted)
            await ((Task)Actor.GracefulStop(ActorPatience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _host.StopAsync();
        _host.Dispose();
    }
}
