using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Sweep.Experiments.Inputs;
using Sweep.GpuAgent.Actors;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Joining;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// A loop of actor systems around one runtime: an actor system that the cluster has downed can never join again, so another takes
/// its place, while trainers go on.
/// </summary>
internal sealed class AgentHost(
    AgentRuntime runtime, CoordinatorName join, AgentKeys keys, Renewal renewal, CoordinatorHttp http, AgentNode node,
    AgentSignals signals, PeerNoise noise, TimeProvider clock, Serilog.ILogger logs)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenSystems = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromHours(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private const int NameBytes = 16;

    private readonly Serilog.ILogger log = logs.ForContext<AgentHost>();
    private readonly CoordinatorSearch search = new(join, logs.ForContext<CoordinatorSearch>());
    private string? complaint;
    private SystemEnd? lastEnd;

    public async Task Run()
    {
        var ended = Ended();
        using var leaving = new CancellationTokenSource();
        _ = ended.ContinueWith(
            _ => leaving.Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (await Found(leaving.Token) is { } found)
        {
            try
            {
                await RunOneSystem(found, ended, leaving.Token);
            }
            catch (Exception e) when (!ended.IsCompleted)
            {
                await StartFailed(e);
            }
            await Task.WhenAny(Task.Delay(BetweenSystems), ended);
        }
    }

    /// <summary>Where to look for the coordinator, and what to come in with; null when the agent is to leave.</summary>
    private async Task<Coordinates?> Found(CancellationToken leaving)
    {
        var told = false;
        while (!leaving.IsCancellationRequested)
        {
            if (await Look(leaving) is { } found)
                return found;
            if (!told && !leaving.IsCancellationRequested)
                log.Warning("No coordinator holds {Home} just now; this agent keeps looking", join);
            told = true;
            await Task.Delay(BetweenLooks, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private async Task<Coordinates?> Look(CancellationToken leaving)
    {
        try
        {
            return keys.Now() is { } now && await search.Look(now, leaving) is { } place ? new(place, now) : null;
        }
        catch (BadInputException e)
        {
            if (complaint != e.Message)
                log.Error("{Reason:l}", complaint = e.Message);
            return null;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task RunOneSystem(Coordinates found, Task ended, CancellationToken leaving)
    {
        var place = found.Place;
        http.Use(found.Keys);
        var useless = new TaskCompletionSource<SystemEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var contact = new CoordinatorContact(place, ClusterSettings.CoordinatorPath(place));
        noise.IsBetween(place, $"{node.Host}:{node.Port}");
        using var host = Build(contact, found.Keys, useless);
        // Made before the host is started, which would print the stack of whatever keeps it from starting.
        var system = host.Services.GetRequiredService<ActorSystem>();
        await host.StartAsync(CancellationToken.None);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        var moving = Task.WhenAll(
            UntilElsewhere(system, contact, useless, over.Token), UntilRenewed(found.Keys, contact, useless, over.Token));
        await Task.WhenAny(system.WhenTerminated, Abandoned(useless.Task), ended);
        await over.CancelAsync();
        await moving;
        if (ended.IsCompleted)
        {
            // The cluster goes with the parent: nobody is left there to take leave of.
            if (signals.IsOrphaned)
                await Abort(system);
            else
                await Leave(host);
            return;
        }
        var end = useless.Task.IsCompleted ? await useless.Task : contact.Answered ? SystemEnd.Dropped : SystemEnd.NotLetIn;
        // Once, however often it is tried in vain.
        if (end is not SystemEnd.NotLetIn || lastEnd is not SystemEnd.NotLetIn)
            TellWhy(end, place);
        lastEnd = end;
        await Abort(system);
    }

    private static async Task Abort(ActorSystem system)
    {
        ((ExtendedActorSystem)system).Abort();
        await Task.WhenAny(system.WhenTerminated, Task.Delay(EndLimit, CancellationToken.None));
    }

    /// <summary>A system that takes itself out of the cluster ends by itself; any other is ended here.</summary>
    private static async Task Abandoned(Task<SystemEnd> useless)
    {
        if (await useless is SystemEnd.OutOfSight or SystemEnd.CoordinatorAnew)
            await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// As long as nobody answers, the coordinator is looked for: perhaps it is elsewhere by now, or has come up under another spelling of
    /// its address. So it is until this node is a member, even if there was an answer: only members notice that the coordinator is gone.
    /// </summary>
    private async Task UntilElsewhere(
        ActorSystem system, CoordinatorContact contact, TaskCompletionSource<SystemEnd> useless, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(BetweenLooks, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!(contact.Answered && IsMember(system)) && await Look(over) is { } found && found.Place != contact.Place)
                useless.TrySetResult(SystemEnd.Moved);
        }
    }

    /// <summary>An actor system shows the certificate that it began with: another one needs another system.</summary>
    private async Task UntilRenewed(
        NodeKeys shown, CoordinatorContact contact, TaskCompletionSource<SystemEnd> useless, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                if (await renewal.Look(shown, contact.Api, over))
                {
                    useless.TrySetResult(SystemEnd.Renewed);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or BadInputException or OperationCanceledException)
            {
                if (!over.IsCancellationRequested)
                    log.Warning(
                        "This agent's certificate ends on {Ends:yyyy-MM-dd} and could not be renewed ({Reason}); " +
                        "it is tried again in an hour",
                        shown.Own.NotAfter, e.Message);
            }
            await Task.Delay(BetweenRenewals, clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsMember(ActorSystem system) => Cluster.Get(system).SelfMember.Status is not MemberStatus.Removed;

    private void TellWhy(SystemEnd end, string place)
    {
        switch (end)
        {
            case SystemEnd.OutOfSight:
                log.Warning("The coordinator at {Coordinator} has been out of sight for too long; this agent joins anew", place);
                break;
            case SystemEnd.CoordinatorAnew:
                log.Information("The coordinator at {Coordinator} was started anew; this agent becomes a member of its cluster", place);
                break;
            case SystemEnd.NotLetIn:
                log.Warning(
                    "The coordinator at {Coordinator} ends the connection before a word is said: this agent was removed there, or " +
                    "somebody else answers, or the connection was cut. It keeps trying; a line of `sweep agents invite` lets it join anew",
                    place);
                break;
            case SystemEnd.Quarantined:
                log.Warning("The cluster has dropped this agent, which is not heard any more; it joins anew");
                break;
            case SystemEnd.ActorEnded:
                log.Error("The agent's actor has ended, which nobody asked for; it joins anew");
                break;
            case SystemEnd.Moved:
                break;
            case SystemEnd.Renewed:
                log.Information("This agent's certificate has been renewed; it joins anew with the new one");
                break;
            default:
                log.Warning("The cluster has dropped this agent; it joins anew");
                break;
        }
    }

    private async Task StartFailed(Exception e)
    {
        var taken = node.Port;
        await ChoosePort();
        if (IsPortTaken(e) && node.Port != taken)
            log.Information("Port {Port} has just been taken by another process; this agent listens at {Other}", taken, node.Port);
        else
            log.Error(e, "The agent's node could not start at port {Port}; it tries again", taken);
    }

    private static bool IsPortTaken(Exception e) => e switch
    {
        SocketException socket => socket.SocketErrorCode is SocketError.AddressAlreadyInUse,
        AggregateException several => several.InnerExceptions.Any(IsPortTaken),
        _ => e.InnerException is { } inner && IsPortTaken(inner),
    };

    /// <summary>Completes when the agent is to leave: asked kindly, after the epochs' ends and the delivery of their reports.</summary>
    private async Task Ended()
    {
        using var ending = new CancellationTokenSource();
        var timeIsUp = runtime.Until(look => look.TimeIsUp, ending.Token);
        await Task.WhenAny(signals.Kindly, signals.AtOnce, timeIsUp);
        var inTime = timeIsUp.IsCompleted;
        await ending.CancelAsync();
        if (signals.AtOnce.IsCompleted)
            return;
        ServiceNotice.Stopping();
        if (inTime)
            log.Information("The time of this agent is up: no epoch would be over in time any more, and it leaves");
        else
            log.Information("Stopping: every run ends at its epoch's end; ask again to stop at once");
        runtime.Drain(inTime ? "The time of the agent is up." : "The agent is being stopped.");
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

    private async Task ChoosePort()
    {
        try
        {
            node.ChooseAgain();
        }
        catch (BadInputException e)
        {
            log.Warning("{Reason}", e.Message);
            await Task.Delay(BetweenSystems);
        }
    }

    private IHost Build(CoordinatorContact contact, NodeKeys shown, TaskCompletionSource<SystemEnd> useless)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSerilog(logs);
        builder.Services.AddSingleton<IHostLifetime, SignalsAreHandledElsewhere>();
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, (akka, services) => akka
            .WithSweepCluster(node.Bind, node.Host, node.Port, ClusterSettings.AgentRole, contact.Place, shown)
            .WithActors((system, _) =>
            {
                var loggers = services.GetRequiredService<ILoggerFactory>();
                // Orders come to this name, and only the coordinator, which is written to from it, ever learns it.
                var name = $"agent-{RandomNumberGenerator.GetHexString(2 * NameBytes, lowercase: true)}";
                var agent = system.ActorOf(AgentActor.Props(runtime, contact), name);
                var watch = loggers.CreateLogger<CoordinatorWatch>();
                system.ActorOf(
                    Props.Create(() => new CoordinatorWatch(agent, contact, end => useless.TrySetResult(end), watch)),
                    "coordinator-watch");
            }));
        return builder.Build();
    }

    private sealed record Coordinates(string Place, NodeKeys Keys);

    private sealed class SignalsAreHandledElsewhere : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
