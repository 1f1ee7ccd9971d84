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
        var seed = Node.HighFreePort();
        await using var coordinator = await Node.Coordinator(seed, cuttable: true);
        await using var first = await Node.Agent(seed, cuttable: true);
        await using var second = await Node.Agent(seed, cuttable: true);
        await using var third = await Node.Agent(seed, cuttable: true);
        Node[] agents = [.. new[] { first, second, third }.OrderBy(agent => agent.Address.Port)];
        var (one, two, three) = (agents[0], agents[1], agents[2]);
        Node[] all = [coordinator, .. agents];
        await Node.Until(all, () => all.All(node => node.Up.Count == all.Length), "everybody is a member");

        await Node.Cut(one, two);
        await Node.Cut(one, three);
        await Node.Cut(two, three);
        // The measure of time: three is cut off from the coordinator later than from its peers, and is lost for that.
        await Node.Cut(coordinator, three);
        await Node.Until(
            all, () => coordinator.Up.Count == all.Length - 1 && three.IsOver,
            "the one that the coordinator does not see is out, by both sides' word");
        await using var late = await Node.Agent(seed, cuttable: true);
        Node[] left = [coordinator, one, two, late];
        // Who is a member and who is not reached are told one after the other, though they change together.
        await Node.Until(
            left,
            () => left.All(node => node.Up.Count == left.Length) && coordinator.Cluster.State.Unreachable.IsEmpty,
            "an agent joins beside the two that do not see each other, and the coordinator misses nobody");

        Assert.False(one.IsOver || two.IsOver);
        Assert.True(one.Cluster.FailureDetector.IsMonitoring(two.Address));
        Assert.True(one.Cluster.FailureDetector.IsAvailable(two.Address));
    }
}
