namespace Sweep.Cluster.Tests;

/// <summary>What <c>sweep init</c> writes runs as it is, from the first command to the reproduced winner.</summary>
public sealed class ExamplesTests
{
    [Fact]
    public async Task ThreeLinesOfShell_FindTheLowestPointOfAValley()
    {
        using var place = new Workplace();
        await place.SweepWell("init", "shell");
        Assert.Equal(["sweep.yaml", "train.sh"], Directory.GetFiles(place.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        await place.SweepWell("run", "sweep.yaml", "--slots", "2");

        Assert.Equal(45, place.EpochsRecorded());
        Assert.Single(place.JournalWith("\"height\":0[,}]"));
        await place.SweepWell("verify", "--complete");
    }

    [Fact]
    public async Task PlainPython_LearnsDigits_ContinuesFromItsCheckpoints_AndIsReproducedBitForBit()
    {
        Assert.SkipUnless(IsThere("python3"), "there is no python3 on this machine");
        using var place = new Workplace();
        await place.SweepWell("init");
        var file = Path.Combine(place.Folder, "sweep.yaml");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        // The same experiment, a smaller grid.
        text = text.Replace("[0.003, 0.01, 0.03]", "[0.01]", StringComparison.Ordinal).Replace("[8, 16]", "[12]", StringComparison.Ordinal)
            .Replace("epochs: [2, 4]", "epochs: [1, 2]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        await place.SweepWell("run", "sweep.yaml", "--slots", "2");

        Assert.Equal(4, place.EpochsRecorded());
        Assert.Equal(4, place.JournalWith("\"f1\":0[.][5-9]").Count);
        await place.SweepWell("verify", "--complete");

        // More epochs go on from the checkpoints of those that are done.
        await File.WriteAllTextAsync(
            file, text.Replace("epochs: [1, 2]", "epochs: [1, 2, 3]", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await place.SweepWell("run", "sweep.yaml", "--slots", "2");
        Assert.Equal(6, place.EpochsRecorded());
        Assert.Contains("bit-identical", await place.SweepWell("reproduce", "best"), StringComparison.Ordinal);

        await place.SweepWell("code", "best", "--out", "back");
        Assert.Equal(
            ["digits.txt", "train.py"],
            Directory.GetFiles(Path.Combine(place.Folder, "back")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
