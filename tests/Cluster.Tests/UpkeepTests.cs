using Sweep.Shared;

namespace Sweep.Cluster.Tests;

/// <summary>Real processes, looked after while they work and when their disk is full.</summary>
public sealed class UpkeepTests
{
    private const string Grid = """
        name: grid
        dataset: shapes10
        model: { name: simulated, epochMilliseconds: 5 }
        space: { lr: { log: [1e-4, 1e1], count: 40 }, epochs: [1, 2, 4] }
        """;

    [Fact]
    public async Task AHomeAtWork_IsVerifiedAndBackedUp_AndEndsComplete()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", Grid);
        using var run = place.Launch("run", "grid.yaml");
        await run.Until(() => place.EpochsRecorded() >= 5, "the first epochs");

        await place.SweepWell("verify");
        await place.SweepWell("db", "backup", "copy");
        Assert.Equal(0, await run.Ended());

        Assert.Contains("120 of 120 with exactly one result", await place.SweepWell("verify", "--complete"), StringComparison.Ordinal);
        var copy = await place.SweepWell("verify", "--home", Path.Combine(place.Folder, "copy"));
        Assert.Contains("clean", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("note:", copy, StringComparison.Ordinal);
        // The copy goes on like the home it was made of.
        await place.SweepWell("resume", "--home", "copy");
        Assert.Contains("120 of 120 with exactly one result", await place.SweepWell("verify", "--complete", "--home", "copy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnAFullDisk_TheCoordinatorStopsWithASentence_AndGoesOnWhenThereIsRoom()
    {
        Assert.SkipUnless(SmallDisk.CanBeMade, "only root can mount a small file system");
        using var place = new Workplace();
        place.Write("grid.yaml", Grid);
        using var disk = new SmallDisk(Path.Combine(place.Home, "journal"), "24k");

        var (code, output, error) = await place.Sweep("run", "grid.yaml");

        Assert.Equal(74, code);
        Assert.Contains("The journal cannot be written, so the coordinator stops; everything acknowledged is safe: make room or mend the disk, then start it again (No space left on device", output, StringComparison.Ordinal);
        Assert.Contains("The disk is full (No space left on device", error, StringComparison.Ordinal);
        Assert.EndsWith("): make room, and give the same command again; nothing that was recorded is lost.\n", error, StringComparison.Ordinal);
        var before = place.EpochsRecorded();
        Assert.True(before > 0, "nothing was recorded before the disk was full");
        await place.SweepWell("verify");

        disk.Resize("8m");
        await place.SweepWell("run", "grid.yaml");

        Assert.True(place.EpochsRecorded() > before);
        Assert.Contains("120 of 120 with exactly one result", await place.SweepWell("verify", "--complete"), StringComparison.Ordinal);
    }
}
