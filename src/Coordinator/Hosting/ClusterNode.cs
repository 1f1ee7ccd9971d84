using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Cluster = Akka.Cluster.Cluster;

namespace Sweep.Coordinator.Hosting;

/// <summary>The coordinator's node of the cluster, with its actor.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private static readonly TimeSpan ActorPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(30);
    private readonly IHost host;
    private volatile bool stopping;

    private ClusterNode(IHost host, IActorRef actor, ILogger log)
    {
        (this.host, Actor) = (host, actor);
        _ = EndWithTheActor(log.ForContext<ClusterNode>());
    }

    public IActorRef Actor { get; }

    /// <summary>Completes when the node has ended, also where it did so by itself.</summary>
    public Task Ended => System.WhenTerminated;

    private ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    public static async Task<ClusterNode> Start(
        Binding binding, NodeKeys keys, CoordinatorState state, IJournal journal, IReadOnlyList<IJournalListener> listeners, Terms terms,
        ISessions sessions,
        ILogger log, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSerilog(log);
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka
            .WithSweepCluster(
                binding.Address.ToString(), binding.Host, binding.ClusterPort, ClusterSettings.CoordinatorRole, binding.Cluster, keys)
            .WithActors((system, registry) =>
            {
                var coordinator = system.ActorOf(
                    CoordinatorActor.Props(
                        state, journal, listeners, terms, sessions, WallClock.OfThisProcess, log, ProgramVersion.Text),
                    ClusterSettings.CoordinatorActor);
                system.ActorOf(MembershipActor.Props(coordinator, log), "membership");
                registry.Register<CoordinatorActor>(coordinator);
            }));
        var host = builder.Build();
        ActorSystem? system = null;
        try
        {
            await host.StartAsync(cancellation);
            system = host.Services.GetRequiredService<ActorSystem>();
#pragma warning disable VSTHRD103 // The host that has started has registered it: there is nothing to wait for.
            var actor = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorActor>();
#pragma warning restore VSTHRD103
            await BeforeTheEnd(Up(system), system).WaitAsync(JoinPatience, cancellation);
            // It answers when its own start is in the journal, and not at all where that could not be written.
            await BeforeTheEnd(actor.Ask<LiveView>(new GetLive(), JoinPatience, cancellation), system);
            return new(host, actor, log);
        }
        catch
        {
            // A node that is not Up has nobody to take leave of, and would wait for it.
            ((ExtendedActorSystem?)system)?.Abort();
            host.Dispose();
            throw;
        }
    }

    /// <exception cref="CoordinatorStoppedException">The actor could not write the journal, and has ended the node meanwhile.</exception>
    private static async Task BeforeTheEnd(Task awaited, ActorSystem system)
    {
        if (await Task.WhenAny(system.WhenTerminated, awaited) != awaited)
            throw new CoordinatorStoppedException();
        await awaited;
    }

    /// <summary>
    /// A node that is told to leave while it is still joining waits out the time limits of its shutdown, so it is Up before it is used.
    /// </summary>
    private static Task Up(ActorSystem system)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Get(system).RegisterOnMemberUp(up.SetResult);
        return up.Task;
    }

    /// <summary>A node whose actor is gone answers nobody: it would look alive and be none.</summary>
    private async Task EndWithTheActor(ILogger log)
    {
        var system = System;
        await Actor.WatchAsync();
        if (stopping)
            return;
        if (CoordinatedShutdown.Get(system).ShutdownReason is null)
            log.Fatal(
                "The coordinator's actor has ended, which nobody asked for, so the coordinator stops; " +
                "everything acknowledged is in the journal");
        await system.Terminate();
    }

    public async ValueTask DisposeAsync() => await Stop(ownAgents: 0);

    /// <summary>
    /// Lets the actor finish what it has taken, then leaves the cluster: a matter of a second or two, which is not spent where no agent is
    /// there to see it.
    /// </summary>
    /// <param name="ownAgents">How many of the agents end together with this.</param>
    public async Task Stop(int ownAgents)
    {
        stopping = true;
        if (!Ended.IsCompleted)
        {
            await ((Task)Actor.GracefulStop(ActorPatience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Cluster.Get(System).State.Members.Count(member => member.HasRole(ClusterSettings.AgentRole)) <= ownAgents)
            {
                ((ExtendedActorSystem)System).Abort();
                await Ended;
                host.Dispose();
                return;
            }
        }
        await host.StopAsync();
        host.Dispose();
    }
}
