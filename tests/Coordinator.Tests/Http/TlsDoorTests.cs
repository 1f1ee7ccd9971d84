using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Tests.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>What comes to the HTTPS port without being HTTPS, and what the port shows to whoever has no credential.</summary>
public sealed class TlsDoorTests(StartedCoordinator started) : IClassFixture<StartedCoordinator>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u007f\u007f nonsense that begins like a handshake")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public async Task WhateverIsNotTls_IsHungUpOn_AndTheCoordinatorGoesOn(string said)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, started.Host.Http.Port, None);
        var stream = caller.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(said), None);
        caller.Client.Shutdown(SocketShutdown.Send);

        var answer = await ToTheEnd(stream);

        Assert.DoesNotContain("HTTP", answer, StringComparison.Ordinal);
        await IsThere();
    }

    [Fact]
    public async Task HandshakesThatStandStill_KeepNobodyOut()
    {
        var callers = Enumerable.Range(0, 100).Select(_ => new TcpClient()).ToList();
        try
        {
            foreach (var caller in callers)
                await caller.ConnectAsync(IPAddress.Loopback, started.Host.Http.Port, None);
            await IsThere();
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TheTwoVersionsOfToday_AreSpoken_WithACertificateThatOursBelieve(SslProtocols version)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, started.Host.Http.Port, None);
        await using var tls = new SslStream(caller.GetStream());
        PeerIdentity? shown = null;
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = version,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    shown = Https.TrustOf(started.Host).Check(certificate as System.Security.Cryptography.X509Certificates.X509Certificate2);
                    return shown is not null && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0;
                },
            },
            None);

        Assert.Equal((version, PeerKind.Coordinator, "sweep"), (tls.SslProtocol, shown!.Kind, shown.Name));
    }

    [Fact]
    public async Task AStranger_IsToldThatItIsUp_AndByWhichKeysItIsKnown_AndNothingElse()
    {
        using var http = Https.To(started.Host);

        Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync("health", None));
        Assert.Equal(
            started.Host.Address.Ca, (await http.GetStringAsync("ca", None)).Trim());
        Assert.Equal(
            CertificateAuthority.HashOf(await AuthorityOf.At(started.Host.Http, Hash, None)), Hash);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("api/status", None)).StatusCode);
    }

    [Fact]
    public async Task HeadersAndBodiesBeyondTheirBounds_AreRefused()
    {
        using var http = Https.To(started.Host, started.Host.Token);
        using var long1 = new HttpRequestMessage(HttpMethod.Get, "api/status");
        long1.Headers.Add("X-Long", new string('x', 20_000));
        using var many = new HttpRequestMessage(HttpMethod.Get, "api/status");
        foreach (var number in Enumerable.Range(0, 100))
            many.Headers.Add($"X-{number}", "x");
        using var large = new HttpRequestMessage(HttpMethod.Post, "api/sweeps");
        large.Content = new StringContent(new string(' ', 9 * 1024 * 1024), Encoding.UTF8, "application/json");
        large.Headers.ExpectContinue = true;

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await http.SendAsync(long1, None)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await http.SendAsync(many, None)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.SendAsync(large, None)).StatusCode);
    }

    private string Hash => CertificateAuthority.HashOf(Https.TrustOf(started.Host).Authority);

    private async Task IsThere()
    {
        using var http = Https.To(started.Host, started.Host.Token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("api/status", None)).StatusCode);
    }

    private static async Task<string> ToTheEnd(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync(None);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
