using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.GpuAgent.Hosting;

namespace Sweep.GpuAgent.Tests.Hosting;

public sealed class PeerNoiseTests
{
    [Theory]
    [InlineData("AssociationError [akka.tcp://sweep@10.0.0.10:4054] -> akka.tcp://sweep@10.0.0.11:4054: Error", true)]
    [InlineData("Tried to associate with unreachable remote address [akka.tcp://sweep@10.0.0.11:4054]. Address is now gated", true)]
    [InlineData("AssociationError [akka.tcp://sweep@10.0.0.10:4054] -> akka.tcp://sweep@lab-server:4053: Error", false)]
    [InlineData("Cluster Node [akka.tcp://sweep@10.0.0.10:4054] - Welcome from [akka.tcp://sweep@lab-server:4053]", false)]
    [InlineData("Remoting now listens on addresses: [akka.tcp://sweep@10.0.0.10:4054]", false)]
    [InlineData("Starting remoting", false)]
    public void WhatAkkaSaysOfOtherAgents_IsNoise(string said, bool isNoise)
    {
        var noise = new PeerNoise();
        noise.IsBetween("lab-server:4053", "10.0.0.10:4054");

        Assert.Equal(isNoise, noise.Is(Event(said, "Akka.Actor.ActorSystem", LogEventLevel.Warning)));
        Assert.False(noise.Is(Event(said, "Akka.Actor.ActorSystem", LogEventLevel.Error)));
        Assert.False(noise.Is(Event(said, "Sweep.GpuAgent.Actors.AgentActor", LogEventLevel.Warning)));
    }

    private static LogEvent Event(string text, string source, LogEventLevel level)
    {
        var kept = new Kept();
        using var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(kept).CreateLogger();
        log.ForContext(Constants.SourceContextPropertyName, source).Write(level, "{Text:l}", text);
        return kept.Event!;
    }

    private sealed class Kept : ILogEventSink
    {
        public LogEvent? Event { get; private set; }

        public void Emit(LogEvent logEvent) => Event = logEvent;
    }
}
