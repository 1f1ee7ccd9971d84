namespace Sweep.Cluster.Tests;

/// <summary>
/// Every benchmark at its smallest size: nobody runs them between two releases, so nobody would see that one does not run any more.
/// </summary>
public sealed class BenchmarksTests
{
    [Theory]
    [InlineData("killed at work; 800 trials; peak memory until then", "restart", "--trials", "800", "--rounds", "1", "--epochs", "20", "--rest", "0")]
    [InlineData("HTTP", "queries", "--trials", "200", "--rounds", "1")]
    [InlineData("0.08 less, 10 seeds", "statistics", "--sweeps", "2")]
    [InlineData("Sweep, one slot", "training", "--rounds", "1", "--images", "16")]
    [InlineData("xargs -P; a trial", "programs", "--trials", "3", "--rounds", "1")]
    [InlineData("blobs fetched; TLS to without", "transport", "--rounds", "1", "--messages", "50", "--blobs", "2", "--bytes", "1000")]
    [InlineData("| xargs |", "peers", "--trials", "3", "--seconds", "0", "--rounds", "1", "--slots", "2", "--only", "xargs")]
    [InlineData("no-op trials; no checkpoint", "handover", "--trials", "16", "--rounds", "1", "--only", "noop")]
    public async Task ABenchmark_RunsToItsLastFigure(string figure, params string[] arguments)
    {
        using var place = new Workplace();
        using var benchmark = Launched.Start(Programs.Benchmarks, place.Folder, null, [.. arguments, "--forget"]);
        Assert.True(await benchmark.Ended() == 0, benchmark.Said);
        Assert.Contains(figure, benchmark.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARestartBenchmark_ThatWouldRunOutOfWork_IsNotBegun()
    {
        using var place = new Workplace();
        using var benchmark = Launched.Start(Programs.Benchmarks, place.Folder, null, ["restart", "--trials", "2000"]);
        Assert.Equal(2, await benchmark.Ended());
        Assert.Contains("2,000 trials leave 500 epochs to train", benchmark.Error, StringComparison.Ordinal);
    }
}
