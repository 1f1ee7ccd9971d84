using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Serilog;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>One coordinator for all tests of this class, with one sweep submitted over HTTP.</summary>
public sealed class StartedCoordinator : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public Home Home => Home.At(folder["home"]);

    public CoordinatorHost Host { get; private set; } = null!;

    public HttpCoordinator Client { get; private set; } = null!;

    internal SubmitView Submitted { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await CoordinatorHost.Start(new(Home), Logger.None, CancellationToken.None);
        Client = new(Host.Address);
        Submitted = await Client.Submit(Specs.Simulated("grid"), "name: grid\n", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        folder.Dispose();
    }
}

public sealed class CoordinatorHostTests(StartedCoordinator started) : IClassFixture<StartedCoordinator>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HttpClient Http(string? token) => Https.To(started.Host, token);

    [Fact]
    public void ASubmission_IsAnsweredWithWhatIsToDo() => Assert.Equal(new("grid", 6, 6, 0, 6, 6), started.Submitted);

    [Fact]
    public async Task Results_ListEveryTrialInGridOrder_WhileNothingIsTrained()
    {
        var rows = await started.Client.Results("grid", None);
        Assert.Equal([(0.001, 1), (0.001, 2), (0.001, 3), (0.01, 1), (0.01, 2), (0.01, 3)], rows.Select(row => (row.LearningRate, row.Epochs)));
        Assert.All(rows, row => Assert.Equal((TrialState.Pending, "grid", (double?)null), (row.State, row.Sweep, row.ValAccuracy)));
    }

    [Fact]
    public async Task Best_HasNoTrialYet()
    {
        var best = await started.Client.Best("grid", None);
        Assert.Equal(new BestView("grid", null, null, "valAccuracy", null, null, new(6, 0, 0, 0, 6)), best);
    }

    [Fact]
    public async Task Status_IsTheSameOverHttpAndInProcess()
    {
        var (remote, local) = (await started.Client.Status(None), await started.Host.Coordinator.Status(None));
        Assert.Equal(JsonSerializer.Serialize(local with { At = remote.At }, StrictJson.Options), JsonSerializer.Serialize(remote, StrictJson.Options));
        var sweep = Assert.Single(remote.Sweeps, sweep => sweep.Name == "grid");
        Assert.True(remote.Live);
        Assert.Equal(("grid", SweepStatus.Waiting, 2, 0, 6), (sweep.Name, sweep.State, sweep.Runs, sweep.EpochsTrained, sweep.EpochsPlanned));
    }

    [Fact]
    public async Task AnUnknownSweep_IsBadInput_OnBothSides()
    {
        var remote = await Assert.ThrowsAsync<BadInputException>(() => started.Client.Sweep("nothing", None));
        var local = await Assert.ThrowsAsync<BadInputException>(() => started.Host.Coordinator.Sweep("nothing", None));
        Assert.Equal(local.Message, remote.Message);
        await Assert.ThrowsAsync<BadInputException>(() => started.Client.Cancel("nothing", None));
    }

    [Fact]
    public async Task ASecondSweep_IsCancelled_Resumed_AndRetried()
    {
        await started.Client.Submit(Specs.Simulated("other", Objective.ValLoss), "name: other\n", None);
        await started.Client.Cancel("other", None);
        Assert.Equal(SweepStatus.Cancelled, (await started.Client.Sweep("other", None)).State);
        await started.Client.Resume("other", None);
        var resumed = await started.Client.Sweep("other", None);
        Assert.Equal((SweepStatus.Waiting, 6), (resumed.State, resumed.Trials.Pending));
        Assert.Equal(0, await started.Client.RetryFailed("other", None));
        // The first sweep is the one meant without a name again, once it is submitted again with a change.
        await started.Client.Submit(Specs.Simulated("grid"), "name: grid # again\n", None);
        Assert.Equal("grid", (await started.Client.Sweep(null, None)).Name);
    }

    [Fact]
    public async Task Agents_AreNoneYet() => Assert.Empty(await started.Client.Agents(None));

    [Fact]
    public async Task WithoutTheToken_NothingIsAnswered_ButHealth()
    {
        using var stranger = Http(null);
        using var liar = Http("guess");
        foreach (var path in new[] { "api/status", "api/results", "blobs/" + new string('a', 64), "nowhere" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path, None)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await liar.GetAsync(path, None)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("health", null, None)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("health", None)).StatusCode);
        using var client = Https.Coordinator(started.Host, "guess");
        var refusal = await Assert.ThrowsAsync<NoCoordinatorException>(() => client.Status(None));
        Assert.Contains("token", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlob_TravelsThroughHttp()
    {
        using var http = Http(started.Host.Token);
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        var path = "blobs/" + Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(new(HttpMethod.Head, path), None)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await http.PutAsync(path, new ByteArrayContent(content), None)).StatusCode);
        using var head = await http.SendAsync(new(HttpMethod.Head, path), None);
        Assert.Equal((HttpStatusCode.OK, content.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Equal(content, await http.GetByteArrayAsync(path, None));
        using var rest = await http.SendAsync(new(HttpMethod.Get, path) { Headers = { Range = new(2_999_990, null) } }, None);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(content[^10..], await rest.Content.ReadAsByteArrayAsync(None));
    }

    [Fact]
    public async Task ABlobThatIsNotItsName_IsRefused()
    {
        using var http = Http(started.Host.Token);
        var path = "blobs/" + new string('a', 64);
        using var answer = await http.PutAsync(path, new ByteArrayContent([1, 2, 3]), None);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path, None)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PutAsync("blobs/nothex", new ByteArrayContent([]), None)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"spec": {"name": "x"}, "source": ""}""")]
    public async Task AMalformedSubmission_IsBadInput(string body)
    {
        using var http = Http(started.Host.Token);
        using var answer = await http.PostAsync("api/sweeps", new StringContent(body, new MediaTypeHeaderValue("application/json")), None);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task TheCoordinatorFile_LeadsToIt_AndIsItsOwnersAlone()
    {
        Assert.Equal(started.Host.Address, await CoordinatorFile.FindLive(started.Home, None));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(started.Home.CoordinatorFile));
    }

    [Fact]
    public async Task ASecondCoordinatorOfTheHome_IsRefused_AndOneOfAnotherHomeIsNot()
    {
        await Assert.ThrowsAsync<BadInputException>(() => CoordinatorHost.Start(new(started.Home), Logger.None, None));
        await Assert.ThrowsAsync<BadInputException>(() => HomeQueries.Open(started.Home, Logger.None));
        using var folder = new TemporaryFolder();
        await using var other = await CoordinatorHost.Start(new(Home.At(folder["home"])), Logger.None, None);
        using var client = new HttpCoordinator(other.Address);
        await Assert.ThrowsAsync<BadInputException>(() => client.Best(null, None));
    }

    [Fact]
    public async Task AnOccupiedPort_IsNamed_AndTheHomeIsFreeAgain()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();
        var home = Home.At(folder["home"]);
        var cluster = await Assert.ThrowsAsync<BadInputException>(() => CoordinatorHost.Start(new(home) { ClusterPort = port }, Logger.None, None));
        Assert.Contains($"Port {port} is occupied by process {Environment.ProcessId}", cluster.Message, StringComparison.Ordinal);
        Assert.Contains("--port", cluster.Message, StringComparison.Ordinal);
        var http = await Assert.ThrowsAsync<BadInputException>(() => CoordinatorHost.Start(new(home) { HttpPort = port }, Logger.None, None));
        Assert.Contains("--http-port", http.Message, StringComparison.Ordinal);
        HomeLock.Take(home).Dispose();
    }
}
