using CsCheck;
using Sweep.Coordinator.Drilling;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Drilling;

public sealed class DrillSweepTests
{
    private static DrillOrder Order(int agents, int trials, double minutes = 5, bool real = false, int? kills = null) =>
        new(agents, trials, DrillOrder.AllParts, TimeSpan.FromMinutes(minutes), kills, 1, 5, real, false);

    [Fact]
    public void ADrillTrainsExactlyAsManyTrialsAsAskedFor_AndItsFileSaysTheSame() => Gen.Select(Gen.Int[1, 16], Gen.Int[1, 3000], Gen.Bool).Sample((agents, trials, real) =>
    {
        var spec = DrillSweep.Of(Order(agents, trials, real: real), 1, cores: 2);
        Assert.Equal(trials, Sampling.Trials(spec).Trials.Length);
        Assert.Equal(SweepFileText.Of(spec), SweepFileText.Of(SweepFile.Parse(SweepFileText.Of(spec), "drill.yaml")));
    });

    [Fact]
    public void FiveHundredTrialsInFiveMinutes_KeepFourSlotsBusyForThreeOfThem()
    {
        var spec = DrillSweep.Of(Order(agents: 4, trials: 500), 1, cores: 2);
        var runs = RunPlanner.Runs(spec, Sampling.Trials(spec).Trials);
        Assert.Equal((50, 500), (runs.Length, runs.Sum(run => run.Epochs)));
        Assert.Equal(180.0, runs.Sum(run => run.Epochs) * spec.Model.EpochMilliseconds / 1000.0 / 4);
    }

    [Fact]
    public void CountedKills_HitTrialsAtFullSpeed() =>
        Assert.Equal(1, DrillSweep.Of(Order(agents: 4, trials: 500, kills: 100), 1, cores: 2).Model.EpochMilliseconds);
}
