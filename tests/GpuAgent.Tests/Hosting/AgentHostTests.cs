using System.Net;
using System.Net.Sockets;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.GpuAgent.Hosting;
using Sweep.GpuAgent.Tests.Actors;
using Sweep.GpuAgent.Tests.Runtime;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Hosting;

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

        var running = new AgentHost(agent.Runtime, new(coordinator.Address), node, signals, log).Run();
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
