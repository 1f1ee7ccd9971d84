using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Simulation;

/// <summary>What was met by hand once: each forced on an otherwise undisturbed lab, which then has to finish with the undisturbed bits.</summary>
public sealed class LabScenarioTests
{
    private const int Runs = 6;
    private const int Epochs = 4;
    private static readonly LabPlan Plan = new() { Agents = 3, Epoch = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan Lease = Plan.Lease;

    /// <summary>Agents say nothing to each other: what can come of it is that the cluster takes for gone who is heard.</summary>
    [Fact]
    public void AgentsThatCannotSeeEachOther_AndAreSaidToHaveLeft_TrainAsIfNothingWere()
    {
        using var lab = Training();
        for (var time = 0; time < 10; time++)
        {
            lab.Agents.ToList().ForEach(lab.Misfortunes.TakeForGone);
            lab.RunFor(Lease / 7);
        }

        lab.Finish();

        NothingWasLost(lab);
    }

    [Fact]
    public void OneAgentInABlackHole_LosesItsLease_AndNobodyElseDoes()
    {
        using var lab = Training();
        Cut(lab, lab.Agents[0]);
        lab.RunFor(3 * Lease);

        lab.Finish();

        Assert.Equal(["agent-1"], Lost(lab).Distinct());
    }

    [Fact]
    public void TheCoordinatorsOwnLink_DownForLessThanALease_CostsNothing()
    {
        using var lab = Training();
        lab.Agents.ToList().ForEach(agent => Cut(lab, agent));
        lab.RunFor(0.6 * Lease);
        lab.Network.MendAll();

        lab.Finish();

        NothingWasLost(lab);
    }

    [Fact]
    public void TheCoordinatorsOwnLink_DownForMoreThanALease_LosesNoEpoch()
    {
        using var lab = Training();
        lab.Agents.ToList().ForEach(agent => Cut(lab, agent));
        lab.RunFor(3 * Lease);

        lab.Finish();

        Assert.NotEmpty(Lost(lab));
    }

    [Fact]
    public void AStoreThatFailsForLongerThanALeaseAtTheEnd_HasNothingTrainedAgain()
    {
        using var lab = Training();
        lab.StoreFails = true;
        lab.RunFor(10 * Lease);

        lab.Finish();

        NothingWasLost(lab);
        Assert.Equal(Runs * Epochs, lab.EpochsTrained);
    }

    [Fact]
    public void ADiskThatIsFullAtTheStart_StartsWhenThereIsRoom()
    {
        using var lab = new SimulatedLab(1, Plan, FaultMix.None);
        lab.Coordinator.Disk.Room = 0;
        lab.Begin();
        lab.RunFor(TimeSpan.FromMinutes(1));
        Assert.False(lab.Coordinator.IsUp);
        lab.Coordinator.Disk.Room = null;
        lab.RunFor(TimeSpan.FromSeconds(10));
        lab.People.Submit(Spec());

        lab.Finish();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(2000)]
    public void ADiskThatIsFullAtAnAppend_LosesNothingThatWasTold(long room)
    {
        using var lab = Training();
        lab.Coordinator.Disk.Room = room;
        lab.RunFor(2 * Lease);

        lab.Finish();
    }

    [Fact]
    public void AnAgentWithAFullDisk_GoesOnWhenThereIsRoom()
    {
        using var lab = Training();
        lab.Agents[0].Disk.Room = 0;
        lab.RunFor(5 * Lease);

        lab.Finish();
    }

    [Fact]
    public void ACoordinatorAtAnotherAddress_IsFoundByAgentsThatAreToldOfIt()
    {
        using var lab = Training();
        lab.Coordinator.Move(TimeSpan.FromSeconds(5));
        lab.RunFor(2 * Lease);
        foreach (var agent in lab.Agents)
            agent.JoinAnew();

        lab.Finish();
    }

    [Fact]
    public void AnOlderBackup_RestoredUnderLiveAgents_IsTrainedOnFrom()
    {
        using var lab = Training();
        var backup = lab.Coordinator.BackUp()!;
        lab.RunFor(2 * Lease);
        var before = lab.Coordinator.LastSequence;
        lab.Coordinator.Restore(backup, TimeSpan.FromSeconds(5));
        lab.RunFor(TimeSpan.FromSeconds(6));
        Assert.True(lab.Coordinator.LastSequence < before);

        lab.Finish();
    }

    [Fact]
    public void AClockSetBackByADay_WithADeadAgentInTheRoster_KeepsNobodyWaiting()
    {
        using var lab = Training();
        lab.Agents[2].Crash(powerCut: false, TimeSpan.FromDays(30));
        lab.RunFor(TimeSpan.FromSeconds(5));
        lab.Coordinator.Clock.Jump(TimeSpan.FromDays(-1));
        lab.RunFor(10 * Lease);

        Assert.True(lab.Coordinator.State.Sweeps.Single().Runs.All(run => run.Done));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAgentAsleepOverAWeekend_BringsWhatItHas(bool clockGoesOn)
    {
        using var lab = Training(Plan with { Agents = 1 });
        lab.Agents[0].FallAsleep(clockGoesOn);
        lab.RunFor(TimeSpan.FromHours(60));
        lab.Agents[0].WakeUp();

        lab.Finish();

        Assert.Equal(["agent-1"], Lost(lab).Distinct());
    }

    [Fact]
    public void ReportsThatWaitLongerThanTheBlobsGrace_BringTheirCheckpointsAgain()
    {
        using var lab = Training();
        Cut(lab, lab.Agents[0]);
        lab.RunFor(TimeSpan.FromMinutes(45));

        lab.Finish();

        Assert.All(
            lab.Coordinator.State.Sweeps.Single().Runs,
            run => Assert.True(lab.Coordinator.Blobs!.Has(run.Curve.Records[^1].Checkpoint!.Sha256)));
    }

    /// <summary>It has no reason to register anew meanwhile: only their age says that the store is to be asked again.</summary>
    [Fact]
    public void AnAgentThatStoresAndIsNotHeard_ForLongerThanTheBlobsGrace_BringsItsCheckpointsAgain()
    {
        using var lab = Training(Plan with { Agents = 1 });
        lab.Network.Mute(lab.Agents[0].Number);
        lab.RunFor(TimeSpan.FromMinutes(45));

        lab.Finish();

        Assert.Equal(["agent-1"], Lost(lab));
    }

    [Fact]
    public void AStranger_WhoSaysEverythingWellFormed_ChangesNoResult()
    {
        using var lab = new SimulatedLab(
            1, Plan with { HasStranger = true, Trouble = TimeSpan.FromMinutes(10) }, FaultMix.None);

        lab.Run();

        Assert.True(lab.Tally.Total > 50);
    }

    [Fact]
    public void FortyAgentsAtOnce_TrainEverything()
    {
        using var lab = Training(Plan with { Agents = 40 });

        lab.Finish();

        NothingWasLost(lab);
    }

    /// <summary>Twelve machines with two slots each: every trial has the one result that an undisturbed training gives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AThousandTrials_ComeThroughDyingSilentAndReturningAgents(long seed)
    {
        double[] diverging = [5, 1e10];
        var plan = Plan with { Agents = 12, SlotsEach = 2, RunsEach = 250, LongestRun = 5, Trouble = TimeSpan.FromMinutes(15) };
        using var lab = new SimulatedLab(seed, plan, FaultMix.Of(
            TimeSpan.FromSeconds(10),
            SimulatedFault.AgentKilled, SimulatedFault.AgentAsleep, SimulatedFault.AgentCutOff, SimulatedFault.CoordinatorKilled,
            SimulatedFault.MessageLost, SimulatedFault.MessageDoubled, SimulatedFault.MessageLate, SimulatedFault.TrainerCrashed));
        lab.Begin();
        lab.RunFor(TimeSpan.FromSeconds(3));
        lab.People.Submit(Spec([.. Enumerable.Range(1, 248).Select(i => i / 1000.0), .. diverging], 1, 2, 3, 5));
        lab.Misfortunes.Begin();
        lab.RunFor(plan.Trouble);

        lab.Finish();

        Assert.Equal(1000, lab.Coordinator.State.Sweeps.Single().Trials.Count);
        Assert.NotEmpty(Lost(lab));
        Assert.InRange(lab.Tally.Total, 100, long.MaxValue);
    }

    /// <summary>A coordinator told nobody to stop, and the last thing that it said was said just before the power went.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PowerCutsOfEverybody_LoseNothingThatWasTold(long seed)
    {
        using var lab = Training(seed: seed);
        for (var cut = 0; cut < 5; cut++)
        {
            lab.RunFor(TimeSpan.FromSeconds(7));
            lab.Coordinator.Crash(powerCut: true, TimeSpan.FromSeconds(2));
            lab.Agents[cut % 3].Crash(powerCut: true, TimeSpan.FromSeconds(3));
        }

        lab.Finish();
    }

    /// <summary>More runs than slots, each shorter than what is worth a wait: slots have the next one before they ask for it.</summary>
    [Fact]
    public void SlotsWithShortEpochs_HaveTheirNextRunBeforeTheOneBeforeItIsOver()
    {
        using var lab = new SimulatedLab(1, Plan with { Agents = 2, Epoch = TimeSpan.FromSeconds(5) }, FaultMix.None);
        lab.Begin();
        lab.RunFor(TimeSpan.FromSeconds(3));
        lab.People.Submit(Spec([.. Enumerable.Range(1, 40).Select(i => i / 1000.0)], 1));

        lab.Finish();

        NothingWasLost(lab);
        Assert.Equal(40, lab.Coordinator.State.Leases.Count);
        Assert.InRange(lab.Coordinator.State.Leases.Count(lease => lease.Ahead), 30, 40);
    }

    /// <summary>Every agent's process is killed in the middle: what was trained since the last checkpoint is trained again, with the same bits.</summary>
    [Fact]
    public void RunsThatKeepFewCheckpoints_GoOnFromTheLastOne()
    {
        using var lab = new SimulatedLab(1, Plan, FaultMix.None);
        lab.Begin();
        lab.RunFor(TimeSpan.FromSeconds(3));
        lab.People.Submit(Spec([0.001, 0.002, 0.003], 3, 9) with { CheckpointEvery = new(Epochs: 5) });
        lab.RunFor(TimeSpan.FromSeconds(55));
        lab.Agents.ToList().ForEach(agent => agent.Crash(powerCut: true, TimeSpan.FromSeconds(5)));

        lab.Finish();

        var runs = lab.Coordinator.State.Sweep("some")!.AllRuns;
        Assert.All(runs, run => Assert.Equal(
            [3, 8, 9], run.Curve.Records.Where(record => record.Checkpoint is not null).Select(record => record.Metrics.Epoch)));
        Assert.All(runs, run => Assert.Equal(3, run.LatestLease!.FromEpoch));
    }

    private static SimulatedLab Training(LabPlan? plan = null, long seed = 1)
    {
        var lab = new SimulatedLab(seed, plan ?? Plan, FaultMix.None);
        lab.Begin();
        lab.RunFor(TimeSpan.FromSeconds(3));
        lab.People.Submit(Spec());
        lab.RunFor(TimeSpan.FromSeconds(20));
        return lab;
    }

    private static Experiments.Sweeps.SweepSpec Spec() => Spec([.. Enumerable.Range(1, Runs).Select(i => i / 1000.0)], 2, Epochs);

    private static Experiments.Sweeps.SweepSpec Spec(double[] lrs, params double[] epochs) => Some.Spec(
        lrs: lrs, epochs: epochs, maxAttempts: 20) with
    {
        Model = new(Experiments.Trials.ModelSpec.Simulated, SimulatedPeople.EpochMilliseconds),
    };

    private static void Cut(SimulatedLab lab, SimulatedAgent agent)
    {
        lab.Network.Cut(agent.Number, SimulatedNetwork.Coordinator);
        lab.Network.Cut(SimulatedNetwork.Coordinator, agent.Number);
    }

    private static IEnumerable<string> Lost(SimulatedLab lab) =>
        lab.Coordinator.State.Leases.Where(lease => lease.Outcome is Outcome.AgentLost).Select(lease => lease.Agent);

    private static void NothingWasLost(SimulatedLab lab) => Assert.Empty(Lost(lab));
}
