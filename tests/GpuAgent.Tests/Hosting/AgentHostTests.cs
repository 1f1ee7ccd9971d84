using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Sweep.GpuAgent.Hosting;
using Sweep.GpuAgent.Joining;
using Sweep.GpuAgent.Tests.Actors;
using Sweep.GpuAgent.Tests.Runtime;
using Sweep.Protocol.Keys;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Tests.Hosting;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Hosting;

[StartsProcesses]
[ProcessesDoLittle]
public sealed class AgentHostTests
{
    /// <summary>Two agents started together on one machine find the same port free, and one is faster.</summary>
    [Fact]
    public async Task PortThatAnotherAgentTookMeanwhile_IsLeftToIt_InOneSentence()
    {
        await using var agent = await RuntimeInTest.Start(slots: 1, connect: false);
        var script = new Script(agent.Server.Store);
        await using var coordinator = new CoordinatorNode(script, FreePort());
        await coordinator.Start();
        var node = new AgentNode("127.0.0.1", "127.0.0.1", null);
        using var faster = new TcpListener(IPAddress.Loopback, node.Port);
        faster.Start();
        var said = new Said();
        var console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        using var log = new LoggerConfiguration().WriteTo.Sink(said).CreateLogger();
        using var signals = new AgentSignals(exitWithParent: false);

        var running = Host(agent, coordinator, node, signals, new(), log).Run();
        await script.Heard.First<RequestWork>();
        signals.EndAtOnce();
        await running.WaitAsync(Some.Deadline);
        Console.SetOut(console);

        var taken = ((IPEndPoint)faster.LocalEndpoint).Port;
        Assert.NotEqual(taken, node.Port);
        Assert.Contains($"Port {taken} has just been taken", Assert.Single(said.Lines, line => line.Contains("taken", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("AkkaHostedService", printed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(said.Lines, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    /// <summary>Who reaches the agent's port, and even guesses that its actor is below <c>/user</c>, gives it no order.</summary>
    [Fact]
    public async Task OrdersAreTakenFromTheCoordinatorOnly_ThatTheAgentRegisteredWith()
    {
        var said = new Said();
        using var log = new LoggerConfiguration().WriteTo.Sink(said).CreateLogger();
        using var loggers = new SerilogLoggerFactory(log);
        await using var agent = await RuntimeInTest.Start(slots: 1, connect: false, log: loggers.CreateLogger<AgentHost>());
        var script = new Script(agent.Server.Store);
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: 600_000)));
        await using var coordinator = new CoordinatorNode(script, FreePort());
        await coordinator.Start();
        var node = new AgentNode("127.0.0.1", "127.0.0.1", 0);
        using var signals = new AgentSignals(exitWithParent: false);
        var running = Host(agent, coordinator, node, signals, new(), log).Run();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        await using var stranger = new Stranger($"127.0.0.1:{node.Port}");

        foreach (var path in new[] { "/user/agent", "/user/agent-*", "/user/*", "/user" })
        {
            foreach (var order in new ISweepMessage[] { new Registered(30, "http://127.0.0.1:1/", "his"), new RevokeLease(new(7), "His word.", AtEpochEnd: false), new Drain() })
            {
                stranger.Select(path).Tell(order);
                stranger.Reference(path).Tell(order);
            }
            stranger.SendEveryOrder(path);
        }
        stranger.SendEveryOrderOfTheCluster();
        stranger.Deploy();
        await stranger.Fence();

        var beats = script.Heard.All.OfType<Heartbeat>().Count();
        await script.Heard.Until(all => all.OfType<Heartbeat>().Count() >= beats + 2);
        Assert.Equal([new LeaseId(7)], agent.Runtime.Snapshot.Running);
        Assert.Single(said.Lines, line => line.StartsWith("Registered", StringComparison.Ordinal));
        Assert.DoesNotContain(said.Lines, line => line.Contains("revoked", StringComparison.Ordinal) || line.Contains("joins anew", StringComparison.Ordinal));
        signals.EndAtOnce();
        await running.WaitAsync(Some.Deadline);
    }

    /// <summary>The certificate is looked at every hour; an actor system shows the one that it began with, so another takes its place.</summary>
    [Fact]
    public async Task ACertificateThatIsDue_IsRenewed_AndTheAgentJoinsAnewWithTheNewOne()
    {
        var said = new Said();
        using var log = new LoggerConfiguration().WriteTo.Sink(said).CreateLogger();
        await using var agent = await RuntimeInTest.Start(slots: 1, connect: false);
        var script = new Script(agent.Server.Store);
        await using var coordinator = new CoordinatorNode(script, FreePort());
        await coordinator.Start();
        using var signals = new AgentSignals(exitWithParent: false);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var running = Host(agent, coordinator, new("127.0.0.1", "127.0.0.1", 0), signals, new(), log, clock).Run();
        await script.Heard.First<RequestWork>();
        var first = new KeyFiles(agent.Home.Places.Keys).Read()!.Own.SerialNumber;

        // The store of this test is no coordinator that signs anything: that is said, and tried again in an hour.
        clock.Advance(AgentCertificates.Lifetime * 0.7);
        await HoursUntil(clock, said, "could not be renewed");
        SomeKeys.Give(agent.Home.Folder, Some.Identity.Name);
        await HoursUntil(clock, said, "has been renewed; it joins anew with the new one");
        await script.Heard.Until(all => all.OfType<RequestWork>().Count() >= 2);

        signals.EndAtOnce();
        await running.WaitAsync(Some.Deadline);
        Assert.NotEqual(first, new KeyFiles(agent.Home.Places.Keys).Read()!.Own.SerialNumber);
    }

    /// <summary>An hour at a time: one that passes before the agent waits for it is not the one that it waits for.</summary>
    private static async Task HoursUntil(FakeTimeProvider clock, Said said, string words)
    {
        var deadline = Some.Soon();
        while (!said.Lines.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            clock.Advance(TimeSpan.FromHours(1));
#pragma warning disable RS0030 // What an agent logs tells nobody that it is there.
            await Task.Delay(20, deadline);
#pragma warning restore RS0030
        }
    }

    private static AgentHost Host(
        RuntimeInTest agent, CoordinatorNode coordinator, AgentNode node, AgentSignals signals, PeerNoise noise, Serilog.ILogger log,
        TimeProvider? clock = null)
    {
        SomeKeys.Give(agent.Home.Folder, Some.Identity.Name);
        var name = new CoordinatorName(coordinator.Address);
        var keys = new AgentKeys(new(agent.Home.Places.Keys), name, Some.Identity.Name, TimeProvider.System);
        var files = new KeyFiles(agent.Home.Places.Keys);
        return new(agent.Runtime, name, keys, new(keys, files, Some.Identity.Name, agent.Http, clock ?? TimeProvider.System), agent.Http, node, signals, noise, clock ?? TimeProvider.System, log);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What reaches the person at the agent's terminal: everything but the lines of the cluster itself.</summary>
    private sealed class Said : ILogEventSink
    {
        private readonly List<string> lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (lines)
                    return [.. lines];
            }
        }

        public void Emit(LogEvent logEvent)
        {
            if (Serilog.Filters.Matching.FromSource("Akka")(logEvent))
                return;
            lock (lines)
                lines.Add($"{logEvent.RenderMessage(null)} {logEvent.Exception}");
        }
    }
}
