using System.Diagnostics;
using Sweep.Reporting.Tests;

#pragma warning disable VSTHRD002 // Cables are laid and cut with ip(8), which takes a moment, by the test that waits for it.

namespace Sweep.Cluster.Tests;

/// <summary>
/// A coordinator and agents in networks of their own on this machine, joined by links that can be cut: real interfaces, real routes. Needs root.
/// </summary>
internal sealed class NetworkNamespaces : IDisposable
{
    /// <summary>Place of a rule that drops packets, among a machine's rules.</summary>
    private const int Drops = 5;

    private static int created;

    private readonly string name = $"sweep{Environment.ProcessId}-{Interlocked.Increment(ref created)}";
    private readonly int agents;

    private NetworkNamespaces(int agents) => this.agents = agents;

    public const string CoordinatorAddress = "10.77.255.1";
    public IReadOnlyList<string> CoordinatorThrough => ["ip", "netns", "exec", Coordinator];

    private string Coordinator => $"{name}-c";

    public IReadOnlyList<string> AgentThrough(int agent) => ["ip", "netns", "exec", Agent(agent)];

    /// <summary>Every agent on a link of its own. Skips the test, and says why, where this machine does not allow networks of one's own.</summary>
    public static Task<NetworkNamespaces> Create(int agents) => Create(agents, onBridge: false);

    /// <summary>All on one bridge, as on the switch of a room: there agents reach each other until something is between them.</summary>
    public static Task<NetworkNamespaces> CreateOnBridge(int agents) => Create(agents, onBridge: true);

    private static async Task<NetworkNamespaces> Create(int agents, bool onBridge)
    {
        Assert.SkipUnless(Environment.UserName == "root", "network namespaces need root; the cut wire is tested without");
        if (!File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip"))
            await new Sweep.Reporting.Tests.DebianTool("iproute2", "/usr/sbin/ip", "-V").Installed();
        var network = new NetworkNamespaces(agents);
        var refused = await Try("netns", "add", network.Coordinator);
        Assert.SkipUnless(refused is null, $"this machine does not allow network namespaces: {refused}");
        try
        {
            await (onBridge ? network.ConnectToBridge() : network.Connect());
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Every agent reaches the coordinator and no other agent: the switch passes nothing between their ports.</summary>
    public async Task IsolateAgents()
    {
        for (var agent = 0; agent < agents; agent++)
            await Ip("-n", Coordinator, "link", "set", "dev", $"link{agent}", "type", "bridge_slave", "isolated", "on");
    }

    /// <summary>What the two say to each other is lost, and neither is told.</summary>
    public async Task Blackhole(int one, int other)
    {
        await Ip("-n", Agent(one), "route", "add", "blackhole", $"{OnBridge(other)}/32");
        await Ip("-n", Agent(other), "route", "add", "blackhole", $"{OnBridge(one)}/32");
    }

    public void Cut() => SetLinks("down", Enumerable.Range(0, agents));

    public void Heal() => SetLinks("up", Enumerable.Range(0, agents));

    /// <summary>The links of these alone.</summary>
    public void Cut(IEnumerable<int> some) => SetLinks("down", some);

    public void Heal(IEnumerable<int> some) => SetLinks("up", some);

    /// <summary>What the agent sends is lost, and what is sent to it arrives.</summary>
    public Task CutFrom(int agent) => DropWhatComesIn(Coordinator, $"link{agent}");

    /// <summary>What is sent to the agent is lost, and what it sends arrives.</summary>
    public Task CutTo(int agent) => DropWhatComesIn(Agent(agent), "up0");

    public Task HealFrom(int agent) => Ip("-n", Coordinator, "rule", "del", "pref", $"{Drops}", "iif", $"link{agent}");

    public Task HealTo(int agent) => Ip("-n", Agent(agent), "rule", "del", "pref", $"{Drops}", "iif", "up0");

    /// <summary>The coordinator's machine is reached at another address too.</summary>
    public Task AlsoReachedAt(string address) => Ip("-n", Coordinator, "addr", "add", $"{address}/32", "dev", "lo");

    public void Dispose()
    {
        for (var agent = 0; agent < agents; agent++)
            Try("netns", "del", Agent(agent)).Wait();
        Try("netns", "del", Coordinator).Wait();
    }

    private string Agent(int agent) => $"{name}-{agent}";

    /// <summary>Every agent has a link of its own to the coordinator, whose address belongs to none of them.</summary>
    private async Task Connect()
    {
        await Ip("-n", Coordinator, "link", "set", "lo", "up");
        await Ip("-n", Coordinator, "addr", "add", $"{CoordinatorAddress}/32", "dev", "lo");
        for (var agent = 0; agent < agents; agent++)
        {
            await Ip("netns", "add", Agent(agent));
            await Ip("-n", Coordinator, "link", "add", $"link{agent}", "type", "veth", "peer", "name", "up0", "netns", Agent(agent));
            await Ip("-n", Coordinator, "addr", "add", $"10.77.{agent}.1/24", "dev", $"link{agent}");
            await Ip("-n", Coordinator, "link", "set", $"link{agent}", "up");
            await Ip("-n", Agent(agent), "link", "set", "lo", "up");
            await Ip("-n", Agent(agent), "addr", "add", $"10.77.{agent}.2/24", "dev", "up0");
            await Ip("-n", Agent(agent), "link", "set", "up0", "up");
            await Ip("-n", Agent(agent), "route", "add", "default", "via", $"10.77.{agent}.1");
        }
    }

    private async Task ConnectToBridge()
    {
        await Ip("-n", Coordinator, "link", "set", "lo", "up");
        await Ip("-n", Coordinator, "link", "add", "room", "type", "bridge");
        await Ip("-n", Coordinator, "addr", "add", $"{CoordinatorAddress}/24", "dev", "room");
        await Ip("-n", Coordinator, "link", "set", "room", "up");
        for (var agent = 0; agent < agents; agent++)
        {
            await Ip("netns", "add", Agent(agent));
            await Ip("-n", Coordinator, "link", "add", $"link{agent}", "type", "veth", "peer", "name", "up0", "netns", Agent(agent));
            await Ip("-n", Coordinator, "link", "set", $"link{agent}", "master", "room");
            await Ip("-n", Coordinator, "link", "set", $"link{agent}", "up");
            await Ip("-n", Agent(agent), "link", "set", "lo", "up");
            await Ip("-n", Agent(agent), "addr", "add", $"{OnBridge(agent)}/24", "dev", "up0");
            await Ip("-n", Agent(agent), "link", "set", "up0", "up");
        }
    }

    private static string OnBridge(int agent) => $"10.77.255.{10 + agent}";

    /// <summary>
    /// What comes in is looked up among one's own addresses first, before any rule: the rule that drops has to stand before that.
    /// </summary>
    private static async Task DropWhatComesIn(string machine, string link)
    {
        if (await Try("-n", machine, "rule", "del", "pref", "0") is null)
            await Ip("-n", machine, "rule", "add", "pref", $"{Drops + 1}", "lookup", "local");
        await Ip("-n", machine, "rule", "add", "pref", $"{Drops}", "iif", link, "blackhole");
    }

    /// <summary>At the coordinator's end: the agents' interfaces stay up, and what they send is lost.</summary>
    private void SetLinks(string state, IEnumerable<int> some)
    {
        foreach (var agent in some)
            Ip("-n", Coordinator, "link", "set", $"link{agent}", state).Wait();
    }

    private static async Task Ip(params string[] arguments) => Assert.Null(await Try(arguments));

    /// <returns>What went wrong; null when all went well.</returns>
    private static async Task<string?> Try(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : $"ip {string.Join(' ', arguments)}: {error.Trim()}";
    }
}
