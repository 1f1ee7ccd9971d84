using System.Text.Json;

namespace Sweep.Cluster.Tests;

/// <summary>One command, real cluster processes, real training on the built-in pictures.</summary>
public sealed class RealGridTests
{
    [Fact]
    public async Task Run_TrainsTheGrid_NamesTheWinner_AndTheSecondTimeTrainsNothing()
    {
        using var place = await TrainedGrid.Copy();

        using var best = JsonDocument.Parse(await TrainedGrid.Answer());
        Assert.Equal(TrainedGrid.Trials, best.RootElement.GetProperty("trials").GetProperty("total").GetInt32());
        Assert.Equal(9, best.RootElement.GetProperty("trials").GetProperty("completed").GetInt32());
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
        using var shared = await TrainedGrid.Copy();
        using var alone = new Workplace();
        alone.Write("grid.yaml", TrainedGrid.Yaml.Replace(", 1e-2, 1e10", "", StringComparison.Ordinal));

        await alone.SweepWell("run", "grid.yaml", "--no-sharing", "--slots", "1");

        Assert.Equal(TrainedGrid.Epochs, shared.EpochsRecorded());
        Assert.Equal(12, alone.EpochsRecorded());
        var withSharing = await shared.Metrics();
        var without = await alone.Metrics();
        Assert.All(without, trial => Assert.Equal(trial.Value, withSharing[trial.Key]));
        Assert.Equal(3, withSharing.Values.Count(v => v.StartsWith("\"diverged\"", StringComparison.Ordinal)));
    }
}
