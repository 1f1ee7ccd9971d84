namespace Sweep.Cluster.Tests;

/// <summary>Real processes under SIGKILL and Ctrl-C: every trial is there in the end, and not a bit of its metrics differs.</summary>
public sealed class KillTests
{
    /// <summary>An epoch is recorded, and no run is at its end: both trainers have something to do.</summary>
    private static bool AtWork(Workplace place) => place.EpochsRecorded() >= 1 && place.JournalLines("lease-ended") == 0;

    [Fact]
    public async Task KilledTrainer_IsReplaced_AndTheMetricsAreThoseOfAnUndisturbedSweep()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", RealLabGrid.Yaml);
        using var run = place.Launch("run", "grid.yaml");
        var trainers = await run.Freeze(() => run.Descendants("sweep-agent.dll train"), () => AtWork(place), "the first epoch");

        Launched.Signal(trainers.Processes[0], 9);
        trainers.Thaw();

        Assert.Equal(0, await run.Ended());
        Assert.Equal(await RealLabGrid.Undisturbed, await place.Metrics());
        Assert.Equal(1, place.JournalLines("TrainerCrashed"));
    }

    [Fact]
    public async Task KilledAgent_IsReplaced_AndTheMetricsAreThoseOfAnUndisturbedSweep()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", RealLabGrid.Yaml);
        using var run = place.Launch("run", "grid.yaml");
        var agent = await run.Freeze(() => run.Descendants("sweep-agent.dll"), () => AtWork(place), "the first epoch");

        Launched.Signal(run.Descendants("sweep-agent.dll --join")[0], 9);
        agent.Thaw();

        Assert.Equal(0, await run.Ended());
        Assert.Equal(await RealLabGrid.Undisturbed, await place.Metrics());
    }

    [Fact]
    public async Task KilledCoordinator_LeavesNothingBehind_AndTheNextRunContinues()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", RealLabGrid.Yaml);
        using (var run = place.Launch("run", "grid.yaml"))
        {
            var children = await run.Freeze(
                () => run.Descendants("sweep-agent.dll"), () => AtWork(place) && place.EpochsRecorded() >= 2, "two epochs");
            run.KillHard();
            await run.Ended();
            children.Thaw();
            await Launched.Gone(children.Processes);
        }
        var before = place.EpochsRecorded();

        await place.SweepWell("run", "grid.yaml");

        Assert.InRange(before, 2, RealLabGrid.Epochs - 1);
        Assert.Equal(RealLabGrid.Epochs, place.EpochsRecorded());
        Assert.Equal(await RealLabGrid.Undisturbed, await place.Metrics());
    }

    [Fact]
    public async Task CtrlC_FinishesTheEpoch_EndsWith130_AndTheNextRunContinues()
    {
        using var place = new Workplace();
        place.Write("grid.yaml", RealLabGrid.Yaml);
        using (var run = place.Launch("run", "grid.yaml"))
        {
            var agent = await run.Freeze(() => run.Descendants("sweep-agent.dll"), () => AtWork(place), "the first epoch");
            run.Interrupt();
            agent.Thaw();
            Assert.Equal(130, await run.Ended());
        }
        Assert.InRange(place.EpochsRecorded(), 1, RealLabGrid.Epochs - 1);

        await place.SweepWell("run", "grid.yaml");

        Assert.Equal(RealLabGrid.Epochs, place.EpochsRecorded());
        Assert.Equal(await RealLabGrid.Undisturbed, await place.Metrics());
    }
}
