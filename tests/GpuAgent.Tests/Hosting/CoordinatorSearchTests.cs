using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.GpuAgent.Hosting;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Tests.Hosting;

namespace Sweep.GpuAgent.Tests.Hosting;

public sealed class CoordinatorSearchTests
{
    [Fact]
    public async Task SpellingThatDoesNotLeadToTheCoordinatorFromHere_IsToldOnce_WithBothAndTheRemedy()
    {
        var port = Node.FreePort();
        using var coordinator = await CoordinatorThatCallsItself("lab-server.invalid", port);
        var said = new Received<string>();
        using var log = new LoggerConfiguration().WriteTo.Sink(new Sink(said)).CreateLogger();
        var search = new CoordinatorSearch(new($"127.0.0.1:{port}"), log);

        Assert.Equal($"127.0.0.1:{port}", await search.Look(SomeKeys.Somebody, CancellationToken.None));
        Assert.Equal($"127.0.0.1:{port}", await search.Look(SomeKeys.Somebody, CancellationToken.None));

        var line = Assert.Single(said.All);
        Assert.Contains($"127.0.0.1:{port}", line, StringComparison.Ordinal);
        Assert.Contains($"lab-server.invalid:{port}", line, StringComparison.Ordinal);
        Assert.Contains("--host", line, StringComparison.Ordinal);
    }

    private static async Task<IHost> CoordinatorThatCallsItself(string name, int port)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka.WithSweepCluster("127.0.0.1", name, port, ClusterSettings.CoordinatorRole, $"{name}:{port}", SomeKeys.Coordinator));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Sink(Received<string> said) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => said.Add(logEvent.RenderMessage(null));
    }
}
