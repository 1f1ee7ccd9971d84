using System.Diagnostics;
using Akka.Actor;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.Hosting;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Benchmarks.Transport;

/// <summary>Two nodes in this process, over loopback, as Sweep sets up remoting: what the agent asks, the coordinator answers at once.</summary>
internal sealed class EchoNodes : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly IHost coordinator;
    private readonly IHost agent;
    private readonly Inbox inbox;
    private readonly IActorRef echo;

    private EchoNodes(IHost coordinator, IHost agent, Inbox inbox, IActorRef echo) =>
        (this.coordinator, this.agent, this.inbox, this.echo) = (coordinator, agent, inbox, echo);

    /// <param name="keys">What both show and believe; null is remoting without TLS.</param>
    public static async Task<EchoNodes> Start((NodeKeys Coordinator, NodeKeys Agent)? keys)
    {
        var coordinator = await Start(keys?.Coordinator, ClusterSettings.CoordinatorRole);
        var agent = await Start(keys?.Agent, ClusterSettings.AgentRole);
        SystemOf(coordinator).ActorOf(Props.Create(() => new Echo()), "echo");
        var address = ((ExtendedActorSystem)SystemOf(coordinator)).Provider.DefaultAddress;
        var echo = await SystemOf(agent).ActorSelection($"{address}/user/echo").ResolveOne(Patience);
        return new(coordinator, agent, Inbox.Create(SystemOf(agent)), echo);
    }

    /// <returns>Answered questions per second.</returns>
    /// <param name="underway">How many are asked before an answer is waited for.</param>
    public double Ask(int questions, int underway)
    {
        var question = new RequestWork("agent-1", Guid.Empty, 0);
        var began = Stopwatch.GetTimestamp();
        for (var asked = 0; asked < underway; asked++)
            inbox.Send(echo, question);
        for (var answered = 0; answered < questions; answered++)
        {
            inbox.Receive(Patience);
            if (answered + underway < questions)
                inbox.Send(echo, question);
        }
        return questions / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        inbox.Dispose();
        foreach (var host in new[] { agent, coordinator })
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static ActorSystem SystemOf(IHost host) => (ActorSystem)host.Services.GetService(typeof(ActorSystem))!;

    private static async Task<IHost> Start(NodeKeys? keys, string role)
    {
        var remoting = keys is null
            ? new RemoteOptions { HostName = "127.0.0.1", PublicHostName = "127.0.0.1", Port = 0 }
            : ClusterSettings.Remoting("127.0.0.1", "127.0.0.1", 0, role, "", keys);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers())
            .WithCustomSerializer("sweep-json", [typeof(ISweepMessage)], system => new SweepSerializer(system))
            .WithRemoting(remoting)
            .AddHocon("akka { loglevel = OFF, stdout-loglevel = OFF }", HoconAddMode.Prepend));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<RequestWork>(_ => Sender.Tell(new WorkAvailable()));
    }
}
