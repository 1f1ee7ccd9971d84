namespace Sweep.Cluster.Tests;

/// <summary>The coordinator of a lab is killed and comes back: agents have gone on, and nothing is assigned again.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task KilledCoordinator_AdoptsWhatIsStillInTraining_AndTakesTheResultsThatWaited()
    {
        using var lab = new Lab();
        await lab.Serve();
        LabAgent[] agents = [lab.Join("one"), lab.Join("two")];
        using var watching = lab.Submit(RealLabGrid.Yaml);
        var frozen = await lab.Freeze(
            agents,
            said => agents.All(agent => said.HeldBy(agent.Name).Any(lease => said.EpochsUnder(lease) is 1 or 2)),
            "both agents have trained an epoch and have two more to train");
        var trainers = agents.Select(agent => agent.Trainers.Single()).ToList();
        var held = agents.SelectMany(agent => lab.Journal.HeldBy(agent.Name)).ToList();

        await lab.KillCoordinator();
        var before = lab.Journal.Epochs;
        var reported = agents.Sum(agent => agent.EpochsReported);
        frozen.Thaw();
        await agents[0].Process.Until(() => agents.Sum(agent => agent.EpochsReported) >= reported + 2, "epochs wait in the outboxes");
        await lab.Serve();
        await lab.Until(said => said.Epochs == RealLabGrid.Epochs && said.Ends("Completed").Count == RealLabGrid.Runs, "the sweep is complete");

        Assert.InRange(before, 2, RealLabGrid.Epochs - 2);
        Assert.Equal(RealLabGrid.Runs, lab.Journal.Grants.Count);
        Assert.All(held, lease => Assert.Contains(lab.Journal.Ends("Completed"), end => JournalFacts.Lease(end) == lease));
        Assert.Equal(trainers, agents.Select(agent => agent.Trainers.Single()));
        lab.Journal.AssertNothingLostAndNothingRepeated();
        Assert.Equal(await RealLabGrid.Undisturbed, await lab.Server.Metrics());
    }
}
