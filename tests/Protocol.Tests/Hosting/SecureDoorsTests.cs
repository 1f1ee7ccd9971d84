using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Remote;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Shared;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>Who comes through the TLS of a node's port, and what the node survives. One node for all: it is to live through everything.</summary>
public sealed class SecureDoorsTests : IAsyncLifetime
{
    private const int HalfOpen = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(20);
    private readonly HashSet<string> revoked = [];
    private readonly int port = Node.FreePort();
    private Node coordinator = null!;

    private string Place => $"127.0.0.1:{port}";

    public async ValueTask InitializeAsync()
    {
        var trust = new PeerTrust(SomeKeys.Authority.Certificate, revoked.Contains, TimeProvider.System);
        coordinator = await Node.Start(ClusterSettings.CoordinatorRole, port, port, keys: SomeKeys.Coordinator with { Trust = trust });
    }

    public ValueTask DisposeAsync() => coordinator.DisposeAsync();

    [Fact]
    public async Task NobodyIsAnswered_ButAgentsWhoseCertificatesAreGood()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var another = CertificateAuthority.New(now);
        var removed = Agent("removed", now);
        Assert.Equal(Place, await Asked(removed, Patience));
        revoked.Add(removed.Own.SerialNumber);

        NodeKeys[] strangers =
        [
            removed, SomeKeys.Of(another, PeerKind.Agent, "somebody") with { Trust = SomeKeys.Somebody.Trust },
            Agent("late", now - (AgentCertificates.Lifetime * 2)), SomeKeys.Coordinator,
            SomeKeys.Somebody with { Trust = new(another.Certificate, TimeProvider.System) },
        ];
        // At once: each of them waits for its answer for as long as one.
        Assert.All(await Task.WhenAll(strangers.Select(keys => Asked(keys, NoAnswer))), Assert.Null);
        await AnswersNobodyWithoutACertificate();

        Assert.Equal(Place, await Asked(SomeKeys.Somebody, Patience));
    }

    [Fact]
    public async Task AnAgentsCertificate_IsNoCoordinators_WhereAnAgentLooksForTheCoordinator()
    {
        var seed = Node.FreePort();
        await using var impostor = await Node.Start(ClusterSettings.CoordinatorRole, seed, seed, keys: SomeKeys.Somebody);
        Assert.Null(await Introduction.Ask($"127.0.0.1:{seed}", SomeKeys.Somebody, NoAnswer, CancellationToken.None));
        await using var agent = await Node.Agent(seed);
        var said = agent.System.ActorSelection(ClusterSettings.CoordinatorPath($"127.0.0.1:{seed}"));

        await Assert.ThrowsAsync<ActorNotFoundException>(() => said.ResolveOne(TimeSpan.FromSeconds(5)));
        Assert.Empty(agent.Up);
    }

    [Fact]
    public async Task WhatIsNoTls_AndWhatStopsInTheMiddle_IsClosed_AndOthersAreHeardMeanwhile()
    {
        var random = new Random(7);
        var junk = new byte[200_000];
        random.NextBytes(junk);
        byte[][] openings =
        [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), junk, [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3], [0, 0, 0, 0], [0x16, 0x03, 0x01, 0xFF, 0xFF],
        ];
        // At once: the node waits for each of them for as long as for one.
        await Task.WhenAll(openings.Select(Closed));
        var half = new List<TcpClient>();
        try
        {
            for (var i = 0; i < HalfOpen; i++)
            {
                var client = new TcpClient();
                half.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, port);
                // A record of TLS that says it is longer than what comes.
                await client.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 });
            }
            Assert.Equal(Place, await Asked(SomeKeys.Somebody, Patience));
        }
        finally
        {
            half.ForEach(client => client.Dispose());
        }
        Assert.False(coordinator.IsOver);
    }

    /// <summary>
    /// Akka ends a system that calls somebody whose certificate it does not believe, and the addresses of agents are their own word.
    /// </summary>
    [Fact]
    public async Task AForeignListenerAtAnAgentsAddress_IsNotCalled_AndTheCoordinatorStays()
    {
        using var foreign = new TcpListener(IPAddress.Loopback, 0);
        foreign.Start();
        using var ear = Inbox.Create(coordinator.System);
        coordinator.System.EventStream.Subscribe(ear.Receiver, typeof(AssociationErrorEvent));
        var place = $"127.0.0.1:{((IPEndPoint)foreign.LocalEndpoint).Port}";

        coordinator.System.ActorSelection($"{ClusterSettings.AddressOf(place)}/user/agent").Tell("an order");

        var refused = (AssociationErrorEvent)await ear.ReceiveAsync(Patience);
        Assert.Contains("is not called", refused.ToString(), StringComparison.Ordinal);
        Assert.False(foreign.Pending());
        Assert.False(coordinator.IsOver);
        Assert.Equal(Place, await Asked(SomeKeys.Somebody, Patience));
    }

    private Task<string?> Asked(NodeKeys keys, TimeSpan patience) => Introduction.Ask(Place, keys, patience, CancellationToken.None);

    private static NodeKeys Agent(string name, DateTimeOffset since) => new(
        SomeKeys.Authority.Issue(PeerKind.Agent, name, [], AgentCertificates.Lifetime, since), SomeKeys.Somebody.Trust);

    /// <summary>The node ends the connection, in whatever way, before it has said anything.</summary>
    private async Task AnswersNobodyWithoutACertificate()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        try
        {
            await stream.AuthenticateAsClientAsync("sweep");
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            Assert.NotNull(e.Message);
        }
    }

    private async Task Closed(byte[] opening)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await stream.WriteAsync(opening, patience.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, patience.Token) > 0)
                Assert.DoesNotContain("akka", System.Text.Encoding.ASCII.GetString(buffer), StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            Assert.NotNull(e.Message);
        }
    }
}
