using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Runtime;

/// <summary>A runtime with real trainers and a real blob store, whose reports are acknowledged only where the test says so.</summary>
internal sealed class RuntimeInTest : IAsyncDisposable
{
    private bool ended;

    private RuntimeInTest(TemporaryFolder folder, BlobServer server, AgentHome home, AgentRuntime runtime) =>
        (Folder, Server, Home, Runtime) = (folder, server, home, runtime);

    public TemporaryFolder Folder { get; }
    public BlobServer Server { get; }
    public CoordinatorHttp Http { get; private init; } = null!;
    public AgentHome Home { get; }
    public AgentRuntime Runtime { get; private set; }

    public static async Task<RuntimeInTest> Start(int slots = 1, TimeSpan? stall = null, bool connect = true, TimeProvider? time = null, ILogger? log = null)
    {
        var folder = new TemporaryFolder();
        var home = AgentHome.Hold(folder.Path);
        var http = SomeHttp();
        var test = new RuntimeInTest(folder, await BlobServer.Start(), home, New(home, http, slots, stall, time, log)) { Http = http };
        if (connect)
            test.Runtime.Connect(test.Server.Store);
        return test;
    }

    /// <summary>The process ends without a word, and another takes its home.</summary>
    public void Restart(int slots = 1)
    {
        End();
        ended = false;
        Runtime = New(Home, Http, slots, null, null, null);
        Runtime.Connect(Server.Store);
    }

    public async Task<IReadOnlyList<Report>> Reports(Func<IReadOnlyList<Report>, bool> wished)
    {
        IReadOnlyList<Report> reports = [];
        await Runtime.Until(look => wished(reports = look.Ready), Some.Soon());
        return reports;
    }

    /// <summary>Waits for the end of a lease and returns all that was reported about it.</summary>
    public async Task<IReadOnlyList<Report>> Ended(long lease) =>
        [.. (await Reports(all => all.Any(report => report.Lease.Number == lease && report.Fact is RunEnded))).Where(report => report.Lease.Number == lease)];

    public async Task<T> First<T>() where T : Fact => (T)(await Reports(all => all.Any(report => report.Fact is T))).First(report => report.Fact is T).Fact;

    public void AcknowledgeAll(Type? but = null)
    {
        foreach (var report in Runtime.Snapshot.Ready.Where(report => report.Fact.GetType() != but))
            Runtime.Acknowledge(new Acknowledge(report.Number, Acknowledgement.Accepted));
    }

    public void End()
    {
        if (!ended)
            Runtime.Dispose();
        ended = true;
    }

    public async ValueTask DisposeAsync()
    {
        End();
        Http.Dispose();
        Home.Dispose();
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    private static CoordinatorHttp SomeHttp()
    {
        var http = new CoordinatorHttp();
        http.Use(SomeKeys.Somebody);
        return http;
    }

    private static AgentRuntime New(AgentHome home, CoordinatorHttp http, int slots, TimeSpan? stall, TimeProvider? time, ILogger? log) => new(
        Some.Identity, home, Some.Slots(slots), Some.TrainerTerms with { Stall = stall ?? TrainerTerms.DefaultStall }, http, time ?? TimeProvider.System,
        log ?? NullLogger.Instance);
}
