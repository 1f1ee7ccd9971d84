using System.Net;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Serilog;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Measuring;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Protocol.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// A coordinator in this process: its home, its HTTP API and its node of the cluster. Stopping it, or killing it, loses nothing that
/// was acknowledged.
/// </summary>
public sealed class CoordinatorHost : IAsyncDisposable
{
    private readonly Home folder;
    private readonly OpenHome home;
    private readonly HomeKeys keys;
    private readonly WebApplication web;
    private readonly ClusterNode node;
    private readonly JournalTail tail;
    private readonly LiveCoordinator coordinator;
    private readonly Notifications notifications;
    private readonly ChangeHub changes;
    private readonly CancellationTokenSource stopping;
    private readonly ILogger log;
    private readonly Lazy<Task> stop;
    private int ownAgents;

    private CoordinatorHost(
        Home folder, OpenHome home, HomeKeys keys, WebApplication web, ClusterNode node, LiveCoordinator coordinator,
        JournalTail tail, Notifications notifications, ChangeHub changes, CancellationTokenSource stopping, CoordinatorAddress address,
        ILogger log)
    {
        this.tail = tail;
        (this.folder, this.home, this.keys, this.web, this.node, this.coordinator) = (folder, home, keys, web, node, coordinator);
        (this.notifications, this.changes) = (notifications, changes);
        (this.stopping, Address, this.log) = (stopping, address, log);
        stop = new(() => StopOnce(Volatile.Read(ref ownAgents)));
    }

    public ICoordinator Coordinator => coordinator;

    /// <summary>Where machines are invited to.</summary>
    internal Reception Reception { get; private init; } = null!;

    /// <summary>A link that lets a browser in once, as the owner.</summary>
    internal Uri NewDashboardLink() => DashboardLink.Of(Http, Logins.NewCode(HexSecret.HashTextOf(Token)));

    private LoginBook Logins { get; init; } = null!;

    /// <summary>Where it is reached, as written into the home's <c>coordinator.json</c>.</summary>
    public CoordinatorAddress Address { get; }

    public Uri Http => Address.Url;

    /// <summary><c>host:port</c> for agents to join.</summary>
    public string ClusterAddress => Address.Cluster;

    public string Token => Address.Token;

    /// <summary>
    /// Completes when the coordinator no longer coordinates, also where it ended by itself because its journal could not be written.
    /// </summary>
    public Task Ended => node.Ended;

    /// <summary>Completes when a sweep next has nothing left to train.</summary>
    internal Task SweepEnds() => tail.SweepEnds;

    /// <summary>What to say of a coordinator that ended by itself.</summary>
    public Exception WhyEnded => WhyItEnded(home);

    /// <param name="log">Stays the caller's; it must outlive the host.</param>
    /// <exception cref="BadInputException">The home or a port cannot be used; nothing has been started then.</exception>
    public static async Task<CoordinatorHost> Start(CoordinatorOptions options, ILogger log, CancellationToken cancellation)
    {
        options.Check();
        var held = await HomeLock.TakePatiently(
            options.Home, TimeProvider.System, sentence => log.Warning("{Waiting:l}", sentence), cancellation);
        return await Start(options, held, log, cancellation);
    }

    /// <param name="held">The home's lock, which the host gives back at its end, or here where it cannot start.</param>
    public static async Task<CoordinatorHost> Start(CoordinatorOptions options, HomeLock held, ILogger log, CancellationToken cancellation)
    {
        try
        {
            return await StartOnce(options, held, log, cancellation);
        }
        catch (Exception e) when (options.ClusterPort == 0 && Ports.WasTaken(e))
        {
            log.Information("The cluster's port was taken by another process in the moment before it was listened on; another is chosen");
            return await Start(options, log, cancellation);
        }
    }

    private static async Task<CoordinatorHost> StartOnce(
        CoordinatorOptions options, HomeLock held, ILogger log, CancellationToken cancellation)
    {
        var own = log.ForContext<CoordinatorHost>();
        var home = await OpenHome.Open(options.Home, held, log);
        var stopping = new CancellationTokenSource();
        WebApplication? web = null;
        Notifications? notifications = null;
        ChangeHub? changes = null;
        HomeKeys? homeKeys = null;
        try
        {
            notifications = Notifications.Of(options, log);
            var binding = Binding.Of(options);
            if (!IPAddress.IsLoopback(binding.Address))
                own.Information(
                    "The coordinator listens on {Addresses}: both of its ports are encrypted and let in who has a token or a certificate " +
                    "of this home; --bind chooses another address",
                    binding.Addresses);
            homeKeys = HomeKeys.Open(options.Home, binding.Names, WallClock.OfThisProcess);
            var access = HomeAccess.Of(options.Home, options.NewToken);
            var keys = new DoorKeys(access.Token, DoorKeys.NewKey());
            var tokens = TokenBook.Of(options.Home, keys.People, WallClock.OfThisProcess);
            var logins = LoginBook.Of(options.Home, tokens, WallClock.OfThisProcess);
#pragma warning disable RS0030 // Made here, once for this life of the process.
            var instance = Guid.NewGuid().ToString("N");
#pragma warning restore RS0030
            // HTTP is there before the first agent is told to put checkpoints there.
            var actor = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
            var blobs = new BlobStore(options.Home.Blobs, WallClock.OfThisProcess);
            var quota = new BlobQuota(WallClock.OfThisProcess);
            var logs = new RunLogs(options.Home.RunLogs);
            var tail = new JournalTail(home.Journal.LastSequence);
            var coordinator = new LiveCoordinator(
                actor.Task, home.Database, home.Projection, blobs, logs, tail, options.Home.JournalFolder,
                options.SweepsMayNotify, stopping.Token);
            changes = new(coordinator, TimeProvider.System, log);
            var upkeep = new LiveUpkeep(options.Home, home.Database, home.Projection, blobs);
            var backups = new BackupPlace(options.Backups ?? options.Home.Backups, keys.Owner);
            var sessions = new Sessions();
            var reception = new Reception(
                homeKeys, InvitationBook.Of(options.Home, WallClock.OfThisProcess),
                CertificateBook.Of(options.Home, WallClock.OfThisProcess), sessions, binding.Host, binding.Cluster,
                WallClock.OfThisProcess, log);
            var pulse = Pulse.Of(actor.Task, TimeProvider.System);
            var metrics = new CoordinatorMetrics();
            var supervision = new Supervision(pulse, new(options.Home.Folder, TimeProvider.System), metrics);
            var health = new Health(pulse, instance, ProgramVersion.Text, keys.People);
            (web, var port) = await AtFirstFree(binding.HttpPorts(options.HttpPort, access.HttpPort), candidate => WebApi.Start(
                new(binding.Address, candidate), coordinator, coordinator, upkeep, backups, blobs, quota, logs, new(options.Data),
                homeKeys, tokens, logins,
                new HomeTokens(tokens, (binding with { HttpPort = candidate }).Url, homeKeys.Authority.Hash), reception,
                coordinator.Dismiss, health, supervision, routes => routes.MapDashboard(coordinator, changes), log, cancellation));
            binding = binding with { HttpPort = port };
            reception.HttpPort = port;
            if (options.HttpPort is null && access.HttpPort is { } last && last != port)
                log.Warning(
                    "The HTTP port {Last} of this coordinator is taken by another process; it is {Port} from now on: " +
                    "tell those who use it from elsewhere",
                    last, port);
            if (options.HttpPort != 0)
                access = access with { HttpPort = port };
            access.Keep(options.Home);
            var address = new CoordinatorAddress(
                binding.Url, binding.Cluster, Environment.ProcessId, keys.People, instance, keys.Owner, Proves: true)
            {
                ComesBack = options.ComesBack,
                Ca = homeKeys.Authority.Certificate.ExportCertificatePem(),
            };
            var terms = new Terms(TimeSpan.FromSeconds(options.LeaseSeconds), address.Url.ToString())
            {
                Program = ProgramVersion.Number,
                LastRunsTwice = options.LastRunsTwice,
            };
            var collector = new CheckpointCollector(blobs, WallClock.OfThisProcess, log);
            var node = await ClusterNode.Start(
                binding, homeKeys.Node, home.State, metrics.Around(home.Journal, TimeProvider.System),
                [home.Projection, collector, quota, tail, metrics, notifications.Notifier, home.Digest],
                terms, sessions, log, cancellation);
            actor.SetResult(node.Actor);
            CoordinatorFile.Write(options.Home, address);
            own.Information(
                "Coordinating {Home}: agents join {Cluster}, HTTP API at {Url}", options.Home.Folder, address.Cluster, address.Url);
            return new(options.Home, home, homeKeys, web, node, coordinator, tail, notifications, changes, stopping, address, own)
            {
                Reception = reception,
                Logins = logins,
            };
        }
        catch (Exception e)
        {
            if (changes is not null)
                await changes.DisposeAsync();
            if (web is not null)
                await web.DisposeAsync();
            if (notifications is not null)
                await notifications.DisposeAsync();
            homeKeys?.Dispose();
            await home.DisposeAsync();
            stopping.Dispose();
            if (e is CoordinatorStoppedException)
                throw WhyItEnded(home);
            throw;
        }
    }

    private static Exception WhyItEnded(OpenHome home) =>
        (home.Journal.Refused ?? home.Projection.RefusedByDevice) is { } refused && DeviceFault.In(refused) is { } sentence
            ? new DeviceRefusedException(sentence)
            : new CoordinatorStoppedException();

    /// <summary>
    /// Agents finish their epoch, checkpoint and report; returns when no lease is active. No work is given out after this.
    /// </summary>
    public Task Drain(CancellationToken cancellation) => coordinator.Drain(cancellation);

    /// <summary>Stops, and returns when everything is on disk and the home is free. Trainers of agents elsewhere go on.</summary>
    /// <param name="ownAgents">How many of the agents end together with this.</param>
    public Task Stop(int ownAgents = 0)
    {
        Volatile.Write(ref this.ownAgents, ownAgents);
        return stop.Value;
    }

    public async ValueTask DisposeAsync() => await Stop();

    /// <summary>Starts at the first port where that succeeds: one that was free a moment ago may be taken by now.</summary>
    private static async Task<(WebApplication Web, int Port)> AtFirstFree(IEnumerable<int> ports, Func<int, Task<WebApplication>> start)
    {
        Exception? taken = null;
        foreach (var port in ports)
        {
            try
            {
                return (await start(port), port);
            }
            catch (Exception e) when (Ports.WasTaken(e))
            {
                taken = e;
            }
        }
        throw new BadInputException(
            $"The HTTP API cannot be listened on ({taken?.Message.TrimEnd('.')}): give a free port with --http-port.");
    }

    private async Task StopOnce(int ownAgents)
    {
        CoordinatorFile.Remove(folder);
        await node.Stop(ownAgents);
        await notifications.DisposeAsync();
        await stopping.CancelAsync();
        // Streams that would go on for ever end first: the requests that are under way are waited for.
        await changes.DisposeAsync();
        await web.StopAsync();
        await web.DisposeAsync();
        keys.Dispose();
        await home.DisposeAsync();
        stopping.Dispose();
        log.Information("The coordinator has stopped");
    }
}
