using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Tests.Keys;

/// <summary>Real handshakes between a client of <see cref="CoordinatorHandler"/> and servers with one certificate or another.</summary>
public sealed class HandshakeTests : IDisposable
{
    private readonly CertificateAuthority ours = CertificateAuthority.New(TimeProvider.System.GetUtcNow());

    public void Dispose() => ours.Dispose();

    [Fact]
    public async Task ACoordinatorOfOurs_IsToldTheRequest_WhateverItsAddressIsCalled()
    {
        using var coordinator = Issue(ours, PeerKind.Coordinator);

        Assert.Contains("Bearer secret", await Heard(coordinator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACoordinatorOfAnotherAuthority_HearsNothingOfTheRequest()
    {
        using var theirs = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
        using var coordinator = Issue(theirs, PeerKind.Coordinator);

        Assert.Equal("", await Heard(coordinator));
    }

    [Fact]
    public async Task AnAgentThatActsAsTheCoordinator_HearsNothingOfTheRequest()
    {
        using var agent = Issue(ours, PeerKind.Agent);

        Assert.Equal("", await Heard(agent));
    }

    [Fact]
    public async Task AnAgent_ShowsItsCertificate()
    {
        using var coordinator = Issue(ours, PeerKind.Coordinator);
        using var agent = Issue(ours, PeerKind.Agent);
        X509Certificate2? shown = null;

        await Heard(coordinator, agent, certificate => shown = certificate);

        Assert.Equal(agent.SerialNumber, shown?.SerialNumber);
    }

    private static X509Certificate2 Issue(CertificateAuthority authority, PeerKind kind) =>
        authority.Issue(kind, "sweep", [], TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow());

    /// <summary>What a server with <paramref name="certificate"/> hears of a request that carries a token.</summary>
    private async Task<string> Heard(X509Certificate2 certificate, X509Certificate2? client = null, Action<X509Certificate2?>? shown = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"https://{listener.LocalEndpoint}/");
        var heard = Hear(listener, certificate, shown);
        using var http = new HttpClient(CoordinatorHandler.For(new(ours.Certificate, TimeProvider.System), client));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", "secret");
        try
        {
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            // Refused, or no HTTP in answer: what counts is what was heard.
        }
        return await heard;
    }

    private static async Task<string> Hear(TcpListener listener, X509Certificate2 certificate, Action<X509Certificate2?>? shown)
    {
        using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        // A client that got no answer would try again.
        listener.Stop();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = shown is not null,
                RemoteCertificateValidationCallback = (_, client, _, _) =>
                {
                    shown?.Invoke(client is null ? null : X509CertificateLoader.LoadCertificate(client.GetRawCertData()));
                    return client is not null || shown is null;
                },
            });
            var buffer = new byte[4096];
            return Encoding.ASCII.GetString(buffer, 0, await tls.ReadAsync(buffer, TestContext.Current.CancellationToken));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return "";
        }
    }
}
