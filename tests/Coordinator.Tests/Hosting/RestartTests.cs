using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>What is there after the coordinator has gone.</summary>
public sealed class RestartTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private Home Home => Home.At(folder["home"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AfterAStop_TheHomeAnswersByItself_AndTheNextCoordinatorKnowsTheSweep()
    {
        CoordinatorAddress before;
        await using (var host = await CoordinatorHost.Start(new(Home), Logger.None, None))
        {
            before = host.Address;
            await host.Coordinator.Submit(Specs.Simulated("grid"), "name: grid\n", None);
            await host.Drain(None);
        }
        Assert.False(File.Exists(Home.CoordinatorFile));
        using (var client = new HttpCoordinator(before))
            await Assert.ThrowsAsync<NoCoordinatorException>(() => client.Status(None));

        await using (var offline = await HomeQueries.Open(Home, Logger.None))
        {
            var status = await offline.Status(None);
            Assert.False(status.Live);
            Assert.Equal(SweepStatus.Interrupted, Assert.Single(status.Sweeps).State);
            Assert.Equal(6, (await offline.Results("grid", None)).Length);
        }

        // A file left by a killed coordinator is told by its silence.
        CoordinatorFile.Write(Home, before);
        Assert.Null(await CoordinatorFile.FindLive(Home, None));

        File.Delete(Home.ResultsDatabase);
        await using var again = await CoordinatorHost.Start(new(Home), Logger.None, None);
        Assert.Equal(6, (await again.Coordinator.Results(null, None)).Length);
        Assert.Equal(0, (await again.Coordinator.Submit(Specs.Simulated("grid"), "name: grid\n", None)).NewTrials);
    }
}
