using Akka.Actor;
using Akka.Cluster;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>
/// Real nodes in one process, with a transport between them that can be cut pair by pair. They have the patience of the product: less, and
/// a machine that is busy for two seconds would drop a node that the test needs.
/// </summary>
public sealed class StarTests
{
    [Fact]
    public async Task AgentsThatReachOnlyTheCoordinator_StayInTheCluster_AndOthersJoinIt()
    {
        // The leader, who has to learn what everybody has seen, is an agent that the others do not reach.
        var ports = Node.FreePorts(5);
        var seed = ports[^1];
        await using var coordinator = await Node.Coordinator(seed, cuttable: true);
        await using var one = await Node.Agent(seed, cuttable: true, port: ports[0]);
        await using var two = await Node.Agent(seed, cuttable: true, port: ports[1]);
        await using var three = await Node.Agent(seed, cuttable: true, port: ports[2]);
        Node[] all = [coordinator, one, two, three];
        await Node.Until(all, () => all.All(node => node.Up.Count == all.Length), "everybody is a member");

        await Node.Cut(one, two);
        await Node.Cut(one, three);
        await Node.Cut(two, three);
        // The measure of time: three is cut off from the coordinator later than from its peers, and is lost for that.
        await Node.Cut(coordinator, three);
        await Node.Until(
            all, () => coordinator.Up.Count == all.Length - 1 && three.IsOver,
            "the one that the coordinator does not see is out, by both sides' word");
        await using var late = await Node.Agent(seed, cuttable: true, port: ports[3]);
        Node[] left = [coordinator, one, two, late];
        await Node.Until(
            left, () => left.All(node => node.Up.Count == left.Length), "an agent joins beside the two that do not see each other");

        Assert.False(one.IsOver || two.IsOver);
        Assert.Empty(coordinator.Cluster.State.Unreachable);
        Assert.True(one.Cluster.FailureDetector.IsMonitoring(two.Address));
        Assert.True(one.Cluster.FailureDetector.IsAvailable(two.Address));
    }

    [Fact]
    public async Task CoordinatorThatLosesAllItsAgentsAtOnce_Stays_AndTheyEndTheirSystemsToJoinAnew()
    {
        var seed = Node.FreePort();
        await using var coordinator = await Node.Coordinator(seed, cuttable: true);
        await using var one = await Node.Agent(seed, cuttable: true);
        await using var two = await Node.Agent(seed, cuttable: true);
        await Node.Until(
            [coordinator, one, two], () => coordinator.Up.Count == 3 && one.Up.Count == 3 && two.Up.Count == 3, "everybody is a member");

        await Node.Cut(coordinator, one);
        await Node.Cut(coordinator, two);
        await Node.Until(
            [coordinator, one, two], () => one.IsOver && two.IsOver && coordinator.Up.Count == 1,
            "the agents, which see each other, are no cluster without the coordinator");

        Assert.False(coordinator.IsOver);
        Assert.Equal([coordinator.Address], coordinator.Cluster.State.Members.Select(member => member.Address));
    }

    [Fact]
    public async Task CoordinatorThatLeft_LeavesNoClusterOfAgentsBehind()
    {
        var seed = Node.FreePort();
        await using var coordinator = await Node.Coordinator(seed);
        await using var one = await Node.Agent(seed);
        await using var two = await Node.Agent(seed);
        await Node.Until(
            [coordinator, one, two], () => one.Up.Count == 3 && two.Up.Count == 3, "everybody is a member");

        coordinator.Cluster.Leave(coordinator.Address);

        await Node.Until(
            [coordinator, one, two], () => one.IsOver && two.IsOver, "both agents make room for systems that can join the next coordinator");
    }
}
