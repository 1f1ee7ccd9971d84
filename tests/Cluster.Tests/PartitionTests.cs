using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>
/// The network between the coordinator and its agents is cut for longer than the lease and the cluster's own patience, and heals; another
/// agent sleeps as long. The coordinator stays, the agents come back by themselves, their trainers never notice.
/// </summary>
[ProcessesDoLittle]
public sealed class PartitionTests
{
    /// <summary>Long enough to be in training through all of it; simulated, because what counts is who trains and not what.</summary>
    private const string Long = """
        name: long
        dataset: shapes10
        model: { name: simulated, epochMilliseconds: 1500 }
        space: { lr: [1e-3, 2e-3, 3e-3], epochs: 18 }
        """;

    private const int Trials = 3;
    private const int Epochs = 18;

    [Fact]
    public async Task AgentsBehindACutWire_AndOneThatSlept_ComeBackByThemselves_AndEveryResultIsThereOnce()
    {
        // The coordinator is known as 127.0.0.2 and the agents behind the wire as 127.0.0.3, where only wires listen.
        using var lab = new Lab("127.0.0.2", leaseSeconds: 10) { Listens = "127.0.0.1" };
        using var cluster = new Wire(new("127.0.0.2", lab.Port), new("127.0.0.1", lab.Port));
        using var http = new Wire(new("127.0.0.2", lab.HttpPort), new("127.0.0.1", lab.HttpPort));
        await lab.Serve();
        var ports = new[] { Lab.FreePort(), Lab.FreePort() };
        using var toFirst = new Wire(new("127.0.0.3", ports[0]), new("127.0.0.1", ports[0]));
        using var toSecond = new Wire(new("127.0.0.3", ports[1]), new("127.0.0.1", ports[1]));
        LabAgent[] cutOff = [.. ports.Select((port, i) => lab.Join($"cut-{i}", new() { Port = port, More = ["--host", "127.0.0.3", "--bind", "127.0.0.1"] }))];
        var sleeper = lab.Join("sleeper", new() { More = ["--host", "127.0.0.1"] });
        LabAgent[] agents = [.. cutOff, sleeper];
        using var watching = lab.Submit(Long);
        Wire[] wires = [cluster, http, toFirst, toSecond];

        await CutAndHeal(lab, agents, cutOff,
            () =>
            {
                Array.ForEach(wires, wire => wire.Unplug());
                Launched.Signal(sleeper.Process.Id, 19);
            },
            () =>
            {
                Array.ForEach(wires, wire => wire.Plug());
                Launched.Signal(sleeper.Process.Id, 18);
            });
    }

    [Fact]
    public async Task AgentsInAnotherNetwork_ComeBackAfterItsLinkWasDown_AndEveryResultIsThereOnce()
    {
        using var network = await NetworkNamespaces.Create(agents: Trials);
        using var lab = new Lab(NetworkNamespaces.CoordinatorAddress, leaseSeconds: 10) { CoordinatorThrough = network.CoordinatorThrough };
        await lab.Serve();
        LabAgent[] agents = [.. Enumerable.Range(0, Trials).Select(i => lab.Join($"agent-{i}", new() { Through = network.AgentThrough(i) }))];
        using var watching = lab.Submit(Long, network.CoordinatorThrough);

        await CutAndHeal(lab, agents, agents, network.Cut, network.Heal);
    }

    /// <param name="cutOff">Those of the agents that the cluster drops meanwhile.</param>
    private static async Task CutAndHeal(Lab lab, LabAgent[] agents, LabAgent[] cutOff, Action cut, Action heal)
    {
        await lab.Until(said => agents.All(agent => said.HeldBy(agent.Name).Any(lease => said.EpochsUnder(lease) >= 1)), "every agent has trained an epoch");
        var trainers = agents.Select(agent => agent.Trainers.Single()).ToList();
        var held = agents.SelectMany(agent => lab.Journal.HeldBy(agent.Name)).ToList();

        cut();
        await lab.Until(said => said.Ends("AgentLost").Count >= agents.Length, "every lease has expired");
        await lab.Until(() => cutOff.All(agent => agent.TimesDropped >= 1), "every agent behind the cut has been downed");
        Assert.Equal(trainers, agents.Select(agent => agent.Trainers.Single()));
        heal();
        await lab.Until(said => said.Epochs == Trials * Epochs, "the sweep is complete");

        Assert.False(lab.Coordinator.HasEnded);
        Assert.All(agents, agent => Assert.False(agent.Process.HasEnded));
        Assert.All(held, lease => Assert.True(lab.Journal.EpochsUnder(lease) >= 2, $"what lease {lease} trained while it was out of reach is not lost\n{lab.Said}"));
        Assert.Empty(lab.Journal.Ends("TrainerCrashed"));
        lab.Journal.AssertNothingLostAndNothingRepeated();
    }
}
