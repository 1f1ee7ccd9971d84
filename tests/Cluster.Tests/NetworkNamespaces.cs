using System.Diagnostics;
using Sweep.Reporting.Tests;

#pragma warning disable VSTHRD002 // Cables are laid and cut with ip(8), which takes a moment, by the test that waits for it.

namespace Sweep.Cluster.Tests;

/// <summary>
/// A coordinator and agents in networks of their own on this machine, joined by links that can be cut: real interfaces, real routes. Needs root.
/// </summary>
internal sealed class NetworkNamespaces : IDisposable
{
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

    public void Cut() => SetLinks("down");

    public void Heal() => SetLinks("up");

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

    /// <summary>At the coordinator's end: the agents' interfaces stay up, and what they send is lost.</summary>
    private void SetLinks(string state)
    {
        for (var agent = 0; agent < agents; agent++)
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
