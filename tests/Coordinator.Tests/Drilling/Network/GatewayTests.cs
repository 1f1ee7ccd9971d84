using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Core;
using Sweep.Coordinator.Drilling.Network;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Coordinator.Tests.Drilling.Network;

/// <summary>A real coordinator behind a gateway, a real node of the cluster in front of it, and real frames between them.</summary>
public sealed class GatewayTests : IAsyncLifetime, IWireObserver
{
    private const string Hidden = "127.0.0.2";
    private const int Reports = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder folder = new();
    private readonly Link link = new(1);
    private readonly ConcurrentQueue<long> heard = new();
    private readonly ConcurrentQueue<long> answered = new();
    private RemotingGateway gateway = null!;
    private CoordinatorHost coordinator = null!;
    private IHost node = null!;
    private NodeKeys own = null!;
    private string session = "";

    private ActorSystem System => node.Services.GetRequiredService<ActorSystem>();

    public async ValueTask InitializeAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var home = folder["home"];
        using var authority = new AuthorityFiles(Home.At(home).Keys).LoadOrMake(TimeProvider.System.GetUtcNow());
        var keys = GatewayKeys.Of(authority, PeerKind.Coordinator, TimeProvider.System.GetUtcNow());
        gateway = new(listener, IPAddress.Parse(Hidden), keys, _ => Way.Of(link), this);
        coordinator = await CoordinatorHost.Start(new(Home.At(home)) { BindAddress = Hidden, ClusterPort = gateway.Port }, Logger.None, CancellationToken.None);
        own = SomeKeys.AgentOf(home, "somebody");
        session = await SomeKeys.OpenSession(new UriBuilder(coordinator.Http) { Host = Hidden }.Uri, own);
        await StartNode();
    }

    private async Task StartNode()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging();
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka.WithSweepCluster(
            CoordinatorOptions.Loopback, CoordinatorOptions.Loopback, 0, ClusterSettings.AgentRole, coordinator.ClusterAddress,
            own));
        node = builder.Build();
        await node.StartAsync();
        await Registered();
    }

    public async ValueTask DisposeAsync()
    {
        link.Lighten();
        ((ExtendedActorSystem)System).Abort();
        node.Dispose();
        await coordinator.DisposeAsync();
        await gateway.DisposeAsync();
        folder.Dispose();
    }

    void IWireObserver.Saw(int agent, RemotingFrame message)
    {
        Assert.Equal(1, agent);
        if (message.Manifest == "acknowledge:1")
            heard.Enqueue(JsonSerializer.Deserialize(message.Message.Span, WireJson.Default.Acknowledge)!.Number);
    }

    [Fact]
    public async Task Messages_PassAsTheyAre_AndAreOverheard()
    {
        Report(1, Reports);
        await Until(() => answered.Count >= Reports);
        Assert.Equal(Enumerable.Range(1, Reports).Select(n => (long)n), answered);
        Assert.Equal(answered, heard);
    }

    [Fact]
    public async Task GarbledMessages_ReachTheCoordinatorTwice_AndOutOfOrder()
    {
        await Met();
        heard.Clear();
        link.Garbling.Begin(1);
        Report(1, Reports);
        await Until(() => heard.Distinct().Count() < heard.Count && !heard.Order().SequenceEqual(heard) && link.Garbling.Lost > 0);
        Assert.InRange(link.Garbling.Doubled, 1, 2 * Reports);
        Assert.InRange(link.Garbling.Delayed, 1, 2 * Reports);
        Assert.InRange(link.Garbling.Lost, 1, 2 * Reports);
    }

    [Fact]
    public async Task CutConnections_AreMadeAnew()
    {
        await Met();
        Assert.NotEqual(0, link.Cut());
        while (await EndsBefore(Until(Again)))
        {
            node.Dispose();
            await StartNode();
        }
    }

    [Fact]
    public async Task WhatIsSentIntoTheDark_ArrivesAfterIt()
    {
        await Met();
        answered.Clear();
        link.Darken();
        Report(1, 5);
        await Until(() => link.Waiting > 0);
        Assert.Empty(answered);
        link.Lighten();
        await Until(() => answered.Count >= 5);
        Assert.Equal([1L, 2, 3, 4, 5], answered);
    }

    /// <summary>
    /// Akka ends a node whose handshake has failed, as that of one that is cut in the middle of it; the program of an agent begins another.
    /// </summary>
    private async Task<bool> EndsBefore(Task answered)
    {
        try
        {
            await answered;
            return false;
        }
        catch (InvalidOperationException) when (CoordinatedShutdown.Get(System).ShutdownReason is not null)
        {
            await System.WhenTerminated.WaitAsync(Patience);
            return true;
        }
    }

    /// <summary>A stranger's reports are not answered.</summary>
    private async Task Registered()
    {
        using var inbox = Inbox.Create(System);
        System.ActorSelection(ClusterSettings.CoordinatorPath(coordinator.ClusterAddress)).Tell(
            new InSession(session, new Register("somebody", Guid.NewGuid(), ProtocolVersion.Current, "host", "0.1", [new(0, "cpu", "Some CPU")], [], 0)),
            inbox.Receiver);
        Assert.IsType<Registered>(Assert.IsType<InSession>(await inbox.ReceiveAsync(Patience)).Message);
    }

    /// <summary>Both nodes know each other: nothing is left to be set up.</summary>
    private Task Met() => Until(Again);

    private bool Again()
    {
        var before = answered.Count;
        Report(1000, 1);
        return SpinWait.SpinUntil(() => answered.Count > before, TimeSpan.FromSeconds(1));
    }

    /// <summary>About a lease that was never granted: the coordinator answers each arrival with "stale".</summary>
    private void Report(int from, int count)
    {
        var selection = System.ActorSelection(ClusterSettings.CoordinatorPath(coordinator.ClusterAddress));
        var answers = System.ActorOf(Props.Create(() => new Answers(answered)));
        foreach (var number in Enumerable.Range(from, count))
            selection.Tell(new InSession(session, new Report("somebody", number, new(999), new RunEnded(Outcome.Cancelled, ""))), answers);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
#pragma warning disable RS0030 // What goes through a socket tells nobody.
            await Task.Delay(10, patience.Token);
#pragma warning restore RS0030
    }

    private sealed class Answers : ReceiveActor
    {
        public Answers(ConcurrentQueue<long> answered) =>
            Receive<InSession>(said => said.Message is Acknowledge, said => answered.Enqueue(((Acknowledge)said.Message).Number));
    }
}
