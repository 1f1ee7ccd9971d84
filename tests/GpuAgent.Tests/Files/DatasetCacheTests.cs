using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Data;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Files;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class DatasetCacheTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private DataServer server = null!;

    private string Place => folder[Cifar10.FolderName];

    public async ValueTask InitializeAsync() => server = await DataServer.Start();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task ADatasetThatIsLacked_IsFetchedAndKept()
    {
        using var cache = Cache();
        Assert.True(cache.Lacks(DatasetSpec.Cifar10));

        Assert.IsType<StoreAnswer.Done>(await Fetch(cache));

        Assert.False(cache.Lacks(DatasetSpec.Cifar10));
        foreach (var (name, content) in server.Files)
            Assert.Equal(content, File.ReadAllBytes(Path.Combine(Place, name)));
        Assert.Equal([Cifar10.FolderName], Directory.GetDirectories(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AFileThatIsCut_IsContinuedWhereItEnded()
    {
        using var cache = Cache();
        server.CutNextAfter(1000);
        Assert.IsType<StoreAnswer.Failed>(await Fetch(cache));
        Assert.True(cache.Lacks(DatasetSpec.Cifar10));

        Assert.IsType<StoreAnswer.Done>(await Fetch(cache));

        Assert.Contains("batches.meta.txt bytes=1000-", server.Requests);
        Assert.Equal(server.Files["batches.meta.txt"], File.ReadAllBytes(Path.Combine(Place, "batches.meta.txt")));
    }

    [Fact]
    public async Task AFileThatArrivesAsAnother_IsThrownAway_AndFetchedAnew()
    {
        using var cache = Cache();
        server.Lies = true;
        var failed = Assert.IsType<StoreAnswer.Failed>(await Fetch(cache));
        Assert.Equal("batches.meta.txt of cifar10 arrived as another file than the coordinator has.", failed.Reason);

        server.Lies = false;
        Assert.IsType<StoreAnswer.Done>(await Fetch(cache));
    }

    [Fact]
    public async Task TwoAgentsOfOneMachine_FetchOnce()
    {
        using var one = Cache();
        using var other = Cache();

        Assert.All(await Task.WhenAll(Fetch(one), Fetch(other)), answer => Assert.IsType<StoreAnswer.Done>(answer));

        Assert.Equal(server.Requests.Distinct().Count(), server.Requests.Count);
    }

    [Fact]
    public async Task WhatTheCoordinatorLacksAsWell_IsAbsent_InItsOwnWords()
    {
        using var cache = Cache();
        server.Files.Clear();

        Assert.Equal("404 Not Found: none here", Assert.IsType<StoreAnswer.Absent>(await Fetch(cache)).Reason);
    }

    [Theory]
    [InlineData("../elsewhere.bin")]
    [InlineData("data_batch_6.bin")]
    public async Task ANameThatIsNoFileOfTheDataset_IsNotWritten(string name)
    {
        using var cache = Cache();
        server.Files[name] = [1];

        Assert.Contains("which is no file of cifar10", Assert.IsType<StoreAnswer.Failed>(await Fetch(cache)).Reason, StringComparison.Ordinal);
        Assert.True(cache.Lacks(DatasetSpec.Cifar10));
    }

    [Fact]
    public void AFolderThatSomebodyNamed_IsNotFilled()
    {
        using var cache = new DatasetCache(new(folder.Path, DatasetFolder.Option), () => http);
        Assert.False(cache.Lacks(DatasetSpec.Cifar10));
    }

    private DatasetCache Cache() => new(new(folder.Path, DatasetFolder.Cache), () => http);

    private Task<StoreAnswer> Fetch(DatasetCache cache)
    {
        var answered = new TaskCompletionSource<StoreAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        cache.Fetch(new(server.Url, "some-token"), DatasetSpec.Cifar10, answered.SetResult);
        return answered.Task.WaitAsync(Some.Soon());
    }

    /// <summary>A coordinator's door to its datasets as agents see it.</summary>
    private sealed class DataServer : IAsyncDisposable
    {
        private readonly WebApplication app;
        private int? cutAfter;

        private DataServer(WebApplication app) => this.app = app;

        public ConcurrentDictionary<string, byte[]> Files { get; } = new(
            DatasetFile.NamesOf(DatasetSpec.Cifar10).Select(name => KeyValuePair.Create(name, Encoding.ASCII.GetBytes(name + new string('.', 5000)))));

        /// <summary>Names of files, with the range that was asked for.</summary>
        public ConcurrentQueue<string> Requests { get; } = new();

        /// <summary>Whether files are others than they are said to be.</summary>
        public bool Lies { get; set; }

        public string Url => app.Urls.First();

        /// <summary>The next file's connection is cut after so many bytes.</summary>
        public void CutNextAfter(int bytes) => cutAfter = bytes;

        public static async Task<DataServer> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var server = new DataServer(builder.Build());
            server.app.MapGet("/blobs/data/cifar10", server.List);
            server.app.MapGet("/blobs/data/cifar10/{file}", server.Send);
            await server.app.StartAsync();
            return server;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private IResult List() => Files.IsEmpty
            ? Results.Json(new { detail = "none here" }, statusCode: 404)
            : Results.Json(Files.Select(file => new DatasetFile(file.Key, file.Value.Length, Sha256Name.Of(file.Value)))
                .OrderBy(file => file.Name, StringComparer.Ordinal));

        private async Task Send(string file, HttpContext context)
        {
            Requests.Enqueue($"{file} {context.Request.Headers.Range}".TrimEnd());
            var content = Lies ? new byte[Files[file].Length] : Files[file];
            if (cutAfter is { } bytes)
            {
                cutAfter = null;
                context.Response.ContentLength = content.Length;
                await context.Response.Body.WriteAsync(content.AsMemory(0, bytes));
                // Kestrel closes where less came than was announced; an abort would throw away what the other side has not read yet.
                return;
            }
            await Results.Bytes(content, enableRangeProcessing: true).ExecuteAsync(context);
        }
    }
}
