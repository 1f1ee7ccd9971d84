using System.Net;
using System.Net.Sockets;

namespace Sweep.Cluster.Tests;

/// <summary>
/// A lab on one machine: <c>sweep serve</c> and agents, each a process with a home folder of its own. The coordinator's ports stay the
/// same over its restarts, as a real server's do.
/// </summary>
/// <param name="host">The coordinator's address.</param>
/// <param name="leaseSeconds">How long a silent agent keeps what it trains.</param>
internal sealed class Lab(string host = "127.0.0.1", int leaseSeconds = 30) : IDisposable
{
    private readonly List<LabAgent> agents = [];
    private (long Length, JournalFacts Facts) journal = (0, new([]));

    /// <summary>The server's folder, with the home of the coordinator.</summary>
    public Workplace Server { get; } = new();

    /// <summary>Where the coordinator is reached; another one from its next start on.</summary>
    public string Host { get; set; } = host;
    public int Port { get; } = FreePort();
    public int HttpPort { get; } = FreePort();
    public Launched Coordinator { get; private set; } = null!;

    public JournalFacts Journal
    {
        get
        {
            if (JournalFacts.Length(Server.Home) is var length && length != journal.Length)
                journal = (length, JournalFacts.Of(Server.Home));
            return journal.Facts;
        }
    }

    /// <summary>What to run the coordinator through, to put it into a network of its own.</summary>
    public IReadOnlyList<string> CoordinatorThrough { get; init; } = [];

    /// <summary>The address that the coordinator listens on, where it is another than the one it is known by.</summary>
    public string? Listens { get; init; }

    /// <summary>Starts the coordinator, again after it was killed, and returns when agents can join it.</summary>
    public Task Serve() => Serve([]);

    /// <param name="more">What else it is started with.</param>
    public async Task Serve(IReadOnlyList<string> more)
    {
        Coordinator = Launched.Start(CoordinatorThrough, Programs.Sweep, Server.Folder, null,
            ["serve", "--host", Host, "--port", $"{Port}", "--http-port", $"{HttpPort}", "--lease-seconds", $"{leaseSeconds}", .. Listens is { } address ? ["--bind", address] : Array.Empty<string>(), .. more]);
        await Coordinator.Until(() => Coordinator.Output.Contains("Agents join with", StringComparison.Ordinal), "the coordinator is up");
    }

    public async Task KillCoordinator()
    {
        Coordinator.KillHard();
        await Coordinator.Ended();
        Coordinator.Dispose();
    }

    public LabAgent Join(string name, LabAgentOrder? order = null)
    {
        var agent = new LabAgent(name, order?.Coordinator ?? $"{Host}:{Port}", Server.Home, order ?? new());
        agents.Add(agent);
        return agent;
    }

    /// <summary>Submits a sweep file to the coordinator and returns at once; training is followed in the journal.</summary>
    /// <param name="through">What to run the command through, where the coordinator is in a network of its own.</param>
    public Launched Submit(string yaml, IReadOnlyList<string>? through = null)
    {
        Server.Write("sweep.yaml", yaml);
        return Launched.Start(through ?? [], Programs.Sweep, Server.Folder, null, ["run", "sweep.yaml"]);
    }

    /// <summary>Waits until the journal says so; fails at once when the coordinator ends before.</summary>
    public Task Until(Func<JournalFacts, bool> said, string what) => Until(() => said(Journal), what);

    public async Task Until(Func<bool> condition, string what)
    {
        try
        {
            await Coordinator.Until(condition, what);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new Xunit.Sdk.XunitException($"{e.Message}\n{Said}");
        }
    }

    /// <summary>See <see cref="Launched.Freeze"/>: stops agents with their trainers.</summary>
    public Task<Frozen> Freeze(IReadOnlyList<LabAgent> machines, Func<JournalFacts, bool> said, string what) =>
        Coordinator.Freeze(() => [.. machines.SelectMany(agent => agent.Tree)], () => said(Journal), what);

    /// <summary>Everything that all processes have said, for a test that fails.</summary>
    public string Said => string.Join('\n', agents.Select(agent => $"=== agent {agent.Name}\n{agent.Said}").Append($"=== coordinator\n{Coordinator.Said}"));

    public void Dispose()
    {
        foreach (var agent in agents)
            agent.Dispose();
        Coordinator?.Dispose();
        Server.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
