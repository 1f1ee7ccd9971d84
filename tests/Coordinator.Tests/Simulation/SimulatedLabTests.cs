using Sweep.Coordinator.Simulation;

namespace Sweep.Coordinator.Tests.Simulation;

public sealed class SimulatedLabTests
{
    private const int Seeds = 150;

    /// <summary>Where one finds something: `sweep drill --simulated --seed S` tells everything that happened.</summary>
    [Fact]
    public async Task FixedSeeds_FindNothing()
    {
        var drill = new SimulatedDrill(first: 1, Seeds, say: null);

        await drill.Run(cores: 2, TestContext.Current.CancellationToken);

        Assert.Empty(drill.Report.Findings.Select(finding => $"{finding.Replay}: {finding.Promise}: {finding.What}"));
        Assert.Equal(Seeds, drill.Report.Seeds);
        Assert.True(drill.Report.Faults > 20 * Seeds, $"only {drill.Report.Faults} faults");
        Assert.True(drill.Report.Compared > Seeds, $"only {drill.Report.Compared} promises");
    }

    /// <summary>Or it would say nothing that nothing is found. A kind is in a third of all labs, but for that of still ones.</summary>
    [Fact]
    public void EveryKindOfFault_IsDrawnByManyOfTheSeeds()
    {
        var labs = Enum.GetValues<SimulatedFault>().Where(kind => kind is not SimulatedFault.AgentUnheardForLong)
            .ToDictionary(kind => kind, _ => 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var lab = new SimulatedLab(seed);
            var (mix, stranger) = (lab.Mix, lab.Plan.HasStranger);
            foreach (var kind in labs.Keys.Where(kind => kind is SimulatedFault.StrangerSpoke ? stranger : mix.Of(kind) > 0))
                labs[kind]++;
        }

        Assert.All(labs, kind => Assert.True(kind.Value >= Seeds / 10, $"{kind.Key} is in {kind.Value} labs"));
    }

    /// <summary>They take as long as ten others, and one hidden fault is found in them alone.</summary>
    [Fact]
    public void StillLabs_AreDrawnRarely_AndHaveNoBlowButTheirOwn()
    {
        long[] seeds = [.. Enumerable.Range(1, 2000).Where(seed => LabPlan.Draw(new(seed, 1)).IsStill)];

        Assert.InRange(seeds.Length, 8, 50);
        Assert.All(seeds, seed =>
        {
            using var lab = new SimulatedLab(seed);
            Assert.False(lab.Mix.HasBlows);
            Assert.Single(lab.Agents);
            Assert.Equal(1, lab.Mix.Of(SimulatedFault.AgentUnheardForLong));
        });
    }

    /// <summary>Or it would say nothing that a report counts for the run that it names.</summary>
    [Fact]
    public void ReportsComeUnderLeasesThatAreOfOtherRunsByNow_InLabsThatRestoreLate()
    {
        long[] seeds = [.. Enumerable.Range(1, 2000).Where(seed => LabPlan.Of(seed).RestoresLate)];
        Assert.InRange(seeds.Length, 20, 60);
        var late = 0;
        foreach (var seed in seeds.TakeWhile(_ => late == 0))
        {
            using var lab = new SimulatedLab(seed);
            lab.Run();
            late = lab.Promises.OfOtherRuns;
        }
        Assert.NotEqual(0, late);
    }

    public static TheoryData<string> Kinds => [.. Enum.GetNames<SimulatedFault>()];

    /// <summary>In labs that have no other: that a kind is drawn is not yet that it is done.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindOfFault_ComesWhereItIsDrawn_AndAloneBreaksNothing(string name)
    {
        var kind = Enum.Parse<SimulatedFault>(name);
        var came = 0L;
        for (var seed = 1; seed <= 40 && came == 0; seed++)
        {
            var plan = LabPlan.Draw(new(seed, 1)) with { HasStranger = kind is SimulatedFault.StrangerSpoke };
            if (kind is SimulatedFault.AgentUnheardForLong)
                plan = plan.Stilled() with { Trouble = TimeSpan.FromMinutes(50) };
            using var lab = new SimulatedLab(seed, plan, FaultMix.Of(TimeSpan.FromSeconds(10), kind));
            lab.Run();
            came = lab.Tally.Total;
        }
        Assert.NotEqual(0, came);
    }

    /// <summary>Or it would say nothing that nothing is found where last runs are started twice.</summary>
    [Fact]
    public void LastRuns_AreStartedTwice_InSomeOfTheLabs()
    {
        var twice = 0;
        for (var seed = 1; seed <= Seeds && twice == 0; seed++)
        {
            using var lab = new SimulatedLab(seed);
            if (!lab.Plan.LastRunsTwice)
                continue;
            lab.Run();
            twice = lab.Coordinator.State.Leases.Count(lease => lease.Second);
        }
        Assert.NotEqual(0, twice);
    }

    /// <summary>Or it would say nothing that starts with a digest know what starts without one know.</summary>
    [Fact]
    public void StartsTakeMuchOfTheJournalFromItsDigest_InSomeOfTheLabs()
    {
        var taken = 0L;
        for (var seed = 1; seed <= Seeds && taken < 1000; seed++)
        {
            using var lab = new SimulatedLab(seed);
            lab.Run();
            taken += lab.Coordinator.TakenFromDigests;
        }
        Assert.True(taken >= 1000, $"only {taken} entries");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(17)]
    [InlineData(42)]
    public void ASeed_TellsTheSameTwice(long seed) => Assert.Equal(Told(seed), Told(seed));

    /// <summary>273 ran for ever once: an agent that refused a lease asked for work as fast as the network carries.</summary>
    [Theory]
    [InlineData(273)]
    public void SeedsThatFoundSomethingOnce_FindNothing(long seed)
    {
        using var lab = new SimulatedLab(seed);
        lab.Run();
    }

    /// <summary>What ends the program ends a lab in its middle, and half a lab is not counted.</summary>
    [Fact]
    public async Task ADrillThatIsInterrupted_EndsBetweenTwoStepsOfALab()
    {
        using var interruption = new CancellationTokenSource();
        var lines = 0;
        var drill = new SimulatedDrill(first: 1, seeds: 1, _ =>
        {
            if (++lines == 10)
                interruption.Cancel();
        });

        await drill.Run(cores: 1, interruption.Token);

        Assert.InRange(lines, 10, 20);
        Assert.Equal((0, 0), (drill.Report.Seeds, drill.Report.Findings.Length));
    }

    private static List<string> Told(long seed)
    {
        var lines = new List<string>();
        using var lab = new SimulatedLab(seed, say: lines.Add);
        lab.Run();
        return lines;
    }
}
