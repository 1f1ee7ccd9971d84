using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sweep.Coordinator.Drilling.Faults;
using Sweep.Coordinator.Drilling.Network;
using Sweep.Coordinator.Homes;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>The programs that a drill starts.</summary>
internal sealed record DrilledPrograms(string Coordinator, string Agent);

/// <summary>
/// A coordinator and its agents as processes on this machine, and all ways between them. Every process listens on one loopback address and
/// is known to the others by another, where a gateway listens on the same port.
/// </summary>
internal sealed class PrivateCluster : IAsyncDisposable
{
    private static readonly IPAddress Public = IPAddress.Loopback;
    private static readonly IPAddress Hidden = IPAddress.Parse("127.0.0.2");

    private readonly DrillOrder order;
    private readonly string folder;
    private readonly DrilledPrograms programs;
    private readonly SmallDisks? disks;
    private readonly int clusterPort;
    private readonly int httpPort;
    private readonly ImmutableArray<int> agentPorts;
    private readonly ImmutableArray<Gateway> gateways;
    private readonly ImmutableDictionary<(int, int), Link> peers;

    /// <param name="disks">Over the <see cref="Folders"/>; null where nobody's disk is to be full.</param>
    public PrivateCluster(
        DrillOrder order, string folder, DrilledPrograms programs, SmallDisks? disks, IWireObserver observer, Action<string> find)
    {
        (this.order, this.folder, this.programs, this.disks) = (order, folder, programs, disks);
        Home = Home.At(FolderOf(folder, null));
        Directory.CreateDirectory(Logs);
        Links = [.. Enumerable.Range(1, order.Agents).Select(agent => new Link(agent))];
        peers = Pairs(order.Agents).ToImmutableDictionary(pair => pair, _ => new Link(null));
        using var authority = new AuthorityFiles(LiveHome.Keys).LoadOrMake(TimeProvider.System.GetUtcNow());
        foreach (var agent in Enumerable.Range(1, order.Agents))
            GiveKeys(authority, agent);
        var (atCoordinator, atAgents) = (KeysBefore(authority, PeerKind.Coordinator), KeysBefore(authority, PeerKind.Agent));
        var listeners = Links.Select(_ => Listen()).ToList();
        agentPorts = [.. listeners.Select(PortOf)];
        var (cluster, http) = (Listen(), Listen());
        (clusterPort, httpPort) = (PortOf(cluster), PortOf(http));
        gateways =
        [
            new RemotingGateway(
                cluster, Hidden, atCoordinator,
                port => agentPorts.IndexOf(port) is >= 0 and var agent ? Way.Of(Links[agent]) : null, observer),
            new BlobGateway(http, Hidden, CheckpointLink),
            .. listeners.Select((listener, agent) => new RemotingGateway(listener, Hidden, atAgents, port => WayTo(agent, port), observer)),
        ];
        foreach (var agent in Enumerable.Range(0, order.Agents + 1))
            SetClock(agent == 0 ? null : agent, TimeSpan.Zero);
        // It writes down where it is reached when it coordinates, and not before.
        Coordinator = new("coordinator", StartCoordinator, child => CoordinatorFile.Read(LiveHome)?.Pid == child.Pid, find)
        {
            MayEnd = MayEnd(null),
        };
        Agents = [.. Enumerable.Range(1, order.Agents)
            .Select(agent => new SupervisedProcess(Victim.NameOf(agent), () => StartAgent(agent), _ => Links[agent - 1].IsUp, find)
            {
                MayEnd = MayEnd(agent),
            })];
    }

    /// <summary>With all that is in it once the cluster has ended.</summary>
    public Home Home { get; }
    public SupervisedProcess Coordinator { get; }

    /// <summary>In their order: agent 1 is the first.</summary>
    public ImmutableArray<SupervisedProcess> Agents { get; }
    public ImmutableArray<Link> Links { get; }
    public Link CheckpointLink { get; } = new(null);

    /// <summary>The coordinator past all gateways, as it last announced itself; null before it first did.</summary>
    public CoordinatorAddress? Address =>
        CoordinatorFile.Read(LiveHome) is { } address
            ? address with { Url = new UriBuilder(address.Url) { Host = Hidden.ToString() }.Uri }
            : null;

    /// <summary>What a drill's processes keep their files in: the coordinator's home, and a folder of each agent.</summary>
    /// <param name="folder">The drill's.</param>
    public static IReadOnlyList<string> Folders(DrillOrder order, string folder) =>
        [FolderOf(folder, null), .. Enumerable.Range(1, order.Agents).Select(agent => FolderOf(folder, agent))];

    /// <param name="agent">Counted from 1; null is the coordinator.</param>
    public SmallDisk? DiskOf(int? agent) => disks?[FolderOf(folder, agent)];

    /// <summary>The ways between agents: of one pair, or of all.</summary>
    public IEnumerable<Link> Peers(Victim victim) =>
        victim is { Agent: { } first, Other: { } second } ? [peers[(first, second)]] : peers.Values;

    public void Begin()
    {
        Coordinator.Begin();
        foreach (var agent in Agents)
            agent.Begin();
    }

    /// <param name="agent">Counted from 1; null is the coordinator.</param>
    public void SetClock(int? agent, TimeSpan off) => WallClock.Set(ClockFile(agent), off);

    /// <summary>Ends everybody in good order, agents first.</summary>
    public async Task End()
    {
        await Task.WhenAll(Agents.Select(agent => agent.End()));
        await Coordinator.End();
        foreach (var disk in disks is null ? [] : Folders(order, folder))
            disks!.Keep(disk);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var kept in Agents.Append(Coordinator))
            await kept.DisposeAsync();
        foreach (var gateway in gateways)
            await gateway.DisposeAsync();
    }

    private static IEnumerable<(int, int)> Pairs(int agents) =>
        from first in Enumerable.Range(1, agents) from second in Enumerable.Range(first + 1, agents - first) select (first, second);

    /// <summary>The way on which somebody speaks to an agent.</summary>
    /// <param name="agent">Counted from 0.</param>
    private Way WayTo(int agent, int port) => agentPorts.IndexOf(port) is >= 0 and var from && from != agent
        ? new(null, peers[(Math.Min(from, agent) + 1, Math.Max(from, agent) + 1)], Links[agent], Links[from])
        : Way.Of(Links[agent]);

    private static GatewayKeys KeysBefore(CertificateAuthority authority, PeerKind node) =>
        GatewayKeys.Of(authority, node, TimeProvider.System.GetUtcNow());

    /// <summary>As if the agent had joined before: the first thing that its disk ever holds.</summary>
    private void GiveKeys(CertificateAuthority authority, int agent)
    {
        var home = FolderOf(folder, agent);
        var files = new KeyFiles(Path.Combine(disks?.Seen(home) ?? home, "keys"));
        using var made = AgentCertificates.Make(authority, files, Victim.NameOf(agent), TimeProvider.System.GetUtcNow());
    }

    /// <summary>The home where it is while the coordinator lives: perhaps on a disk of its own.</summary>
    private Home LiveHome => disks is null ? Home : Home.At(disks.Seen(Home.Folder));

    private static string FolderOf(string folder, int? agent) => Path.Combine(folder, agent is { } number ? Victim.NameOf(number) : "home");

    /// <summary>Who finds his disk full says so and ends, and is started again, as by systemd; any other end is a finding.</summary>
    internal static bool IsOfAFullDisk(int exitCode, bool wasFull) => exitCode == ExitCode.Device && wasFull;

    private Func<int, TimeSpan, bool> MayEnd(int? agent) => (code, age) => IsOfAFullDisk(code, DiskOf(agent)?.WasFull(age) == true);

    private string Logs => Path.Combine(folder, "logs");

    private string ClockFile(int? agent) => Path.Combine(folder, $"{NameOf(agent)}.clock");

    private static string NameOf(int? agent) => agent is { } number ? Victim.NameOf(number) : "coordinator";

    private Child StartCoordinator() => Start(programs.Coordinator, null,
    [
        "serve", "--home", Home.Folder, "--host", Public.ToString(), "--bind", Hidden.ToString(), "--port", Text(clusterPort),
        "--http-port", Text(httpPort),
        "--lease-seconds", Text(order.LeaseSeconds), "--exit-with-parent",
    ]);

    private Child StartAgent(int agent) => Start(programs.Agent, agent,
    [
        "--join", $"{Public}:{Text(clusterPort)}", "--name", Victim.NameOf(agent), "--home", FolderOf(folder, agent),
        "--slots", "1",
        "--host", Public.ToString(), "--bind", Hidden.ToString(), "--port", Text(agentPorts[agent - 1]),
        "--stall-seconds", Text(order.StallSeconds), "--exit-with-parent",
    ]);

    private Child Start(string program, int? agent, string[] arguments) => Child.Start(
        disks?.Through ?? [], program, arguments, new Dictionary<string, string> { [WallClock.Variable] = ClockFile(agent) },
        Path.Combine(Logs, $"{NameOf(agent)}.txt"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>A port that is ours at the public address, and at this moment nobody's at the hidden one.</summary>
    private static TcpListener Listen()
    {
        while (true)
        {
            var listener = new TcpListener(Public, 0);
            listener.Start();
            if (IsFree(PortOf(listener)))
                return listener;
            listener.Dispose();
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var hidden = new TcpListener(Hidden, port);
            hidden.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
