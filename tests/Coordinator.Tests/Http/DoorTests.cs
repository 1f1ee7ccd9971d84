using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Hosting;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>What the HTTP door lets in, and in what form.</summary>
public sealed class DoorTests(StartedCoordinator started) : IClassFixture<StartedCoordinator>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TheCertificateOfAnAgent_StoresAndFetchesBlobs_AndNothingElse()
    {
        using var agent = Https.To(started.Host, own: SomeKeys.AgentOf(started.Home.Folder, "box-1").Own);
        var content = RandomNumberGenerator.GetBytes(1000);
        var path = "blobs/" + Convert.ToHexStringLower(SHA256.HashData(content));

        Assert.Equal(HttpStatusCode.Created, (await agent.PutAsync(path, new ByteArrayContent(content), None)).StatusCode);
        Assert.Equal(content, await agent.GetByteArrayAsync(path, None));
        Assert.Equal(HttpStatusCode.OK, (await agent.SendAsync(new(HttpMethod.Head, path), None)).StatusCode);
        foreach (var (method, refused) in new[] { ("GET", "api/status"), ("POST", "api/sweeps"), ("POST", "api/drain"), ("DELETE", "api/drain"), ("POST", "api/backup?destination=x"), ("POST", "api/select"), ("DELETE", path), ("POST", path), ("GET", "nowhere") })
        {
            using var answer = await agent.SendAsync(new(new(method), refused), None);
            Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Contains("certificate of an agent", await answer.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("..%2f..%2fcoordinator.json")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("0123")]
    [InlineData("arriving")]
    public async Task WhatIsNoNameOfABlob_IsNeitherStoredNorFetched(string name)
    {
        using var agent = Https.To(started.Host, own: SomeKeys.AgentOf(started.Home.Folder, "box-1").Own);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put })
        {
            using var answer = await agent.SendAsync(new(method, $"blobs/{name}") { Content = method == HttpMethod.Put ? new StringContent("x") : null }, None);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("is not the name of a blob", await answer.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
        }
        using var wrong = await agent.PutAsync($"blobs/{new string('0', 64)}", new StringContent("x"), None);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("damaged on the way", await wrong.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    public async Task TheNameOfTheScheme_HasNoCase(string scheme)
    {
        using var http = Http(scheme + started.Host.Token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("api/agents", None)).StatusCode);
    }

    [Fact]
    public async Task ARefusal_NamesTheScheme()
    {
        using var http = Http(null);
        using var answer = await http.GetAsync("api/status", None);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task ABodyThatDoesNotSayThatItIsJson_IsRefused(string? type)
    {
        using var http = Http("Bearer " + started.Host.Token);
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"sql": "SELECT $ FROM trials", "parameters": []}"""));
        if (type is not null)
            body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var answer = await http.PostAsync("api/select", body, None);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("application/json", await answer.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health", "GET")]
    [InlineData("api/status", "GET")]
    [InlineData("api/sweeps", "POST")]
    [InlineData("nowhere", "GET")]
    public async Task Answers_AreKeptByNobodyOnTheWay(string path, string method)
    {
        using var http = Http("Bearer " + started.Host.Token);
        using var answer = await http.SendAsync(new(new(method), path), None);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Health_ProvesThatItHasTheToken_ToWhoAsks()
    {
        using var http = Http("Bearer " + started.Host.Token);
        var challenge = HealthProof.NewChallenge();
        var answer = JsonSerializer.Deserialize<HealthAnswer>(await http.GetByteArrayAsync($"health?challenge={challenge}", None), StrictJson.Options)!;

        Assert.Equal(("ok", started.Host.Address.Instance), (answer.Status, answer.Instance));
        Assert.True(HealthProof.Holds(answer.Proof, started.Host.Token, challenge));
        Assert.False(HealthProof.Holds(answer.Proof, started.Host.Token, HealthProof.NewChallenge()));
        Assert.DoesNotContain("proof", await http.GetStringAsync("health", None), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("health?challenge=short", None)).StatusCode);
    }

    [Fact]
    public async Task WhoeverTookThePortOfADeadCoordinator_IsToldNoToken()
    {
        using var folder = new TemporaryFolder();
        using var squatter = new Squatter();
        var home = Home.At(folder["home"]);
        Directory.CreateDirectory(home.Folder);
        using var authority = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
        var dead = new CoordinatorAddress(squatter.Url, "127.0.0.1:1", 1, "secret-token", Squatter.Instance, "secret-owner", Proves: true)
        { Ca = authority.Certificate.ExportCertificatePem() };
        CoordinatorFile.Write(home, dead);

        Assert.Null(await CoordinatorFile.FindLive(home, None));

        Assert.DoesNotContain("secret", squatter.Heard, StringComparison.Ordinal);
        // A coordinator of an earlier program, which has no keys, is told none either.
        CoordinatorFile.Write(home, dead with { Url = new("http://" + squatter.Url.Authority), Ca = null });
        Assert.Null(await CoordinatorFile.FindLive(home, None));
        Assert.DoesNotContain("secret", squatter.Heard, StringComparison.Ordinal);
        Assert.NotEmpty(squatter.Heard);
    }

    [Theory]
    [InlineData("/tmp/anywhere")]
    [InlineData("../above")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task ABackupElsewhere_IsRefused_AndNothingIsLookedForThere(string destination)
    {
        using var http = Http("Bearer " + started.Host.Token);
        using var answer = await http.PostAsync($"api/backup?destination={Uri.EscapeDataString(destination)}", null, None);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(Directory.Exists(started.Home.Backups));
    }

    [Fact]
    public async Task ADrain_IsCalledOff()
    {
        await using var own = await OwnCoordinator.Start();
        await own.Client.Drain(None);
        await own.Client.EndDrain(None);
        await own.Client.EndDrain(None);
    }

    private HttpClient Http(string? authorization)
    {
        var http = Https.To(started.Host);
        if (authorization is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        return http;
    }

    /// <summary>A coordinator of one test.</summary>
    private sealed class OwnCoordinator(TemporaryFolder folder, CoordinatorHost host) : IAsyncDisposable
    {
        public HttpCoordinator Client { get; } = new(host.Address);

        public static async Task<OwnCoordinator> Start()
        {
            var folder = new TemporaryFolder();
            return new(folder, await CoordinatorHost.Start(new(Home.At(folder["home"])), Logger.None, None));
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await host.DisposeAsync();
            folder.Dispose();
        }
    }

    /// <summary>Answers every request with the health of the coordinator that it pretends to be, and remembers what it was told.</summary>
    private sealed class Squatter : IDisposable
    {
        public const string Instance = "instance";
        private const string Body = """{"status":"ok","instance":"instance","program":"1"}""";
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder heard = new();

        public Squatter()
        {
            listener.Start();
            _ = Serve();
        }

        public Uri Url => new($"https://{listener.LocalEndpoint}/");

        public string Heard
        {
            get
            {
                lock (heard)
                    return heard.ToString();
            }
        }

        public void Dispose() => listener.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                    await Answer(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task Answer(TcpClient caller)
        {
            using (caller)
            {
                var buffer = new byte[8192];
                var read = await caller.GetStream().ReadAsync(buffer);
                lock (heard)
                    heard.Append(Encoding.ASCII.GetString(buffer, 0, read));
                await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"));
            }
        }
    }
}
