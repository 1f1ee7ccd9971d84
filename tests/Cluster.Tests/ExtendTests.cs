using System.Text.Json;

namespace Sweep.Cluster.Tests;

/// <summary>A sweep file changed under the same name: only the difference is trained, and nothing that was trained is forgotten.</summary>
public sealed class ExtendTests
{
    private static readonly string Small = TrainedGrid.Yaml
        .Replace("lr: [1e-3, 3e-3, 1e-2, 1e10]", "lr: [1e-3, 3e-3]", StringComparison.Ordinal)
        .Replace("epochs: [1, 2, 3]", "epochs: [1, 2]", StringComparison.Ordinal);

    [Fact]
    public async Task MoreLearningRatesAndEpochs_TrainTheDifferenceOnly_AndAreBitForBitAFreshSweep()
    {
        using var extended = new Workplace();
        using var fresh = await TrainedGrid.Copy();
        extended.Write("grid.yaml", Small);
        await extended.SweepWell("run", "grid.yaml", "--slots", "1");
        var before = JournalFacts.Of(extended.Home);

        extended.Write("grid.yaml", TrainedGrid.Yaml);
        await extended.SweepWell("run", "grid.yaml", "--slots", "1");

        Assert.Equal(4, before.Epochs);
        var after = JournalFacts.Of(extended.Home);
        Assert.Equal(TrainedGrid.Epochs, after.Epochs);
        Assert.Equal([0, 0, 2, 2], after.Grants.Skip(before.Grants.Count).Select(grant => JournalFacts.Number(grant, "fromEpoch")).Order());
        after.AssertNothingLostAndNothingRepeated();
        Assert.Equal(await fresh.Metrics(), await extended.Metrics());
        await extended.SweepWell("verify", "--complete");
    }

    [Fact]
    public async Task WhatIsTakenOutOfTheGrid_StaysInTheDatabaseAndSaysSo()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", Small);
        await place.SweepWell("run", "grid.yaml", "--slots", "1");

        place.Write("grid.yaml", Small.Replace("[1e-3, 3e-3]", "[3e-3]", StringComparison.Ordinal));
        var (code, _, error) = await place.Sweep("run", "grid.yaml");
        Assert.Equal(2, code);
        Assert.Contains("to go on run it with --yes", error, StringComparison.Ordinal);
        await place.SweepWell("run", "grid.yaml", "--slots", "1", "--yes");

        Assert.Equal(4, place.EpochsRecorded());
        Assert.Equal(2, (await place.Metrics()).Count);
        using var all = JsonDocument.Parse(await place.SweepWell("results", "--removed", "--columns", "lr,inGrid,valAccuracy", "--format", "json"));
        var removed = all.RootElement.EnumerateArray().Where(row => row.GetProperty("inGrid").GetString() == "no").ToList();
        Assert.Equal([0.001, 0.001], removed.Select(row => row.GetProperty("lr").GetDouble()));
        Assert.All(removed, row => Assert.Equal(JsonValueKind.Number, row.GetProperty("valAccuracy").ValueKind));
    }

    [Fact]
    public async Task ACancelledSweep_IsContinuedByItsName()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", Small.Replace("model: notebook-cnn", "model: { name: simulated, epochMilliseconds: 250 }", StringComparison.Ordinal)
            .Replace("epochs: [1, 2]", "epochs: [8]", StringComparison.Ordinal));
        using (var run = place.Launch("run", "grid.yaml"))
        {
            // However slow the command is, the sweep is cancelled in its middle.
            var agent = await run.Freeze(() => run.Descendants("sweep-agent.dll"), () => place.EpochsRecorded() is >= 2 and <= 12, "two epochs");
            await place.SweepWell("cancel", "grid");
            agent.Thaw();
            await run.Ended();
        }
        Assert.InRange(place.EpochsRecorded(), 2, 15);

        await place.SweepWell("resume", "grid");

        Assert.Equal(16, place.EpochsRecorded());
        await place.SweepWell("verify", "--complete");
    }
}
