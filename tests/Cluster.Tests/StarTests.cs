using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>A lab in which agents reach the coordinator, which is all that they need, and not each other.</summary>
[ProcessesDoLittle]
public sealed class StarTests
{
    /// <summary>In training for longer than it takes the cluster to lose a node and to take it out.</summary>
    private const string Long = """
        name: star
        dataset: shapes10
        model: { name: simulated, epochMilliseconds: 1500 }
        space: { lr: [1e-3, 2e-3, 3e-3], epochs: 18 }
        """;

    private const int Trials = 3;
    private const int Epochs = 18;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AgentsThatDoNotReachEachOther_KeepTheirLeases_AndNoneIsDropped(bool allIsolated)
    {
        using var network = await NetworkNamespaces.CreateOnBridge(agents: 3);
        using var lab = new Lab(NetworkNamespaces.CoordinatorAddress) { CoordinatorThrough = network.CoordinatorThrough };
        await (allIsolated ? network.IsolateAgents() : network.Blackhole(0, 1));
        await lab.Serve();
        LabAgent[] agents = [.. Enumerable.Range(0, 3).Select(i => lab.Join($"agent-{i}", new() { Through = network.AgentThrough(i) }))];
        using var watching = lab.Submit(Long, network.CoordinatorThrough);

        await lab.Until(said => said.Epochs == Trials * Epochs, "the sweep is complete");

        Assert.All(agents, agent => Assert.Equal(0, agent.TimesDropped));
        Assert.Equal(Trials, lab.Journal.Grants.Count);
        Assert.Empty(lab.Journal.Ends("AgentLost"));
        lab.Journal.AssertNothingLostAndNothingRepeated();
    }
}
