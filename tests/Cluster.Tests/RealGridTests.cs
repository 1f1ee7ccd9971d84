using System.Text.Json;

namespace Sweep.Cluster.Tests;

/// <summary>One command, real cluster processes, real training on the built-in pictures.</summary>
public sealed class RealGridTests
{
    internal const string Grid = """
        name: grid
        dataset: { name: shapes10, train: 320, validation: 160 }
        model: notebook-cnn
        space:
          lr: [1e-3, 3e-3, 1e10]
          epochs: [1, 2, 3]
        """;

    [Fact]
    public async Task Run_TrainsTheGrid_NamesTheWinner_AndTheSecondTimeTrainsNothing()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", Grid);

        using var best = JsonDocument.Parse(await place.SweepWell("run", "grid.yaml", "--json"));
        Assert.Equal(9, best.RootElement.GetProperty("trials").GetProperty("total").GetInt32());
        Assert.Equal(6, best.RootElement.GetProperty("trials").GetProperty("completed").GetInt32());
        Assert.Equal(3, best.RootElement.GetProperty("trials").GetProperty("diverged").GetInt32());
        Assert.InRange(best.RootElement.GetProperty("value").GetDouble(), 0.1, 1.0);

        var epochs = place.EpochsRecorded();
        var again = await place.SweepWell("run", "grid.yaml");
        Assert.Contains("complete", again, StringComparison.Ordinal);
        Assert.Equal(epochs, place.EpochsRecorded());
    }

    [Fact]
    public async Task DivergedTrials_LeaveTheOthersUntouched_AndSharingChangesNoBit()
    {
        using var shared = new Workplace();
        using var alone = new Workplace();
        shared.Write("grid.yaml", Grid);
        alone.Write("grid.yaml", Grid.Replace(", 1e10", "", StringComparison.Ordinal));

        await shared.SweepWell("run", "grid.yaml");
        await alone.SweepWell("run", "grid.yaml", "--no-sharing");

        Assert.Equal(7, shared.EpochsRecorded());
        Assert.Equal(12, alone.EpochsRecorded());
        var withSharing = await shared.Metrics();
        var without = await alone.Metrics();
        Assert.All(without, trial => Assert.Equal(trial.Value, withSharing[trial.Key]));
        Assert.Equal(3, withSharing.Values.Count(v => v.StartsWith("\"diverged\"", StringComparison.Ordinal)));
    }
}
