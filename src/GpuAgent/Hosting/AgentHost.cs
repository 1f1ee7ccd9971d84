using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Sweep.GpuAgent.Actors;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// A loop of actor systems around one runtime: an actor system that the cluster has downed can never join again, so another takes
/// its place, while trainers go on.
/// </summary>
internal sealed class AgentHost(AgentRuntime runtime, string join, string bind, string address, int port, AgentSignals signals, Serilog.ILogger logs)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenSystems = TimeSpan.FromSeconds(1);

    private readonly Serilog.ILogger log = logs.ForContext<AgentHost>();

    public async Task Run()
    {
        var ended = Ended();
        while (!ended.IsCompleted)
        {
            using var host = Build();
            try
            {
                await host.StartAsync();
                var system = host.Services.GetRequiredService<ActorSystem>();
                await Task.WhenAny(system.WhenTerminated, ended);
                if (ended.IsCompleted)
                    await Leave(host);
                else
                    log.Warning("The cluster has dropped this agent; it joins anew");
            }
            catch (Exception e) when (!ended.IsCompleted)
            {
                log.Error(e, "The agent's node could not start; it tries again");
            }
            await Task.WhenAny(Task.Delay(BetweenSystems), ended);
        }
    }

    /// <summary>Completes when the agent is to leave: asked kindly, after the epochs' ends and the delivery of their reports.</summary>
    private async Task Ended()
    {
        await Task.WhenAny(signals.Kindly, signals.AtOnce);
        if (signals.AtOnce.IsCompleted)
            return;
        log.Information("Stopping: every run ends at its epoch's end; ask again to stop at once");
        runtime.Drain("The agent is being stopped.");
        await Task.WhenAny(Drained(), signals.AtOnce);
    }

    private async Task Drained()
    {
        try
        {
            using var drain = new CancellationTokenSource(DrainLimit);
            await runtime.Until(look => !look.Busy, drain.Token);
            using var delivery = new CancellationTokenSource(DeliveryLimit);
            await runtime.Until(look => look.Unacknowledged == 0, delivery.Token);
        }
        catch (OperationCanceledException)
        {
            log.Warning("Stopping now: {Reports} reports wait for the next start of this agent", runtime.Snapshot.Unacknowledged);
        }
    }

    private async Task Leave(IHost host)
    {
        if (signals.AtOnce.IsCompleted)
            return;
        using var limit = new CancellationTokenSource(LeaveLimit);
        await Task.WhenAny(host.StopAsync(limit.Token), signals.AtOnce);
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSerilog(logs);
        builder.Services.AddSingleton<IHostLifetime, SignalsAreHandledElsewhere>();
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, (akka, services) => akka
            .WithSweepCluster(bind, address, port, ClusterSettings.AgentRole, join)
            .WithActors((system, _) =>
            {
                var loggers = services.GetRequiredService<ILoggerFactory>();
                var agent = system.ActorOf(
                    AgentActor.Props(runtime, ClusterSettings.CoordinatorPath(join), WallClock.OfThisProcess, loggers.CreateLogger<AgentActor>()), "agent");
                system.ActorOf(Props.Create(() => new CoordinatorWatch(agent, loggers.CreateLogger<CoordinatorWatch>())), "coordinator-watch");
            }));
        return builder.Build();
    }

    private sealed class SignalsAreHandledElsewhere : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
