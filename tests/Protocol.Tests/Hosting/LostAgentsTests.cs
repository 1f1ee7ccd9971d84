using Akka.Actor;
using Akka.Cluster;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>As <see cref="StarTests"/>: a class of its own, because each of them waits for the product's patience.</summary>
public sealed class LostAgentsTests
{
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
            // One that is down is a member still, until the leader has removed it.
            [coordinator, one, two], () => one.IsOver && two.IsOver && coordinator.Cluster.State.Members.Count == 1,
            "the agents, which see each other, are no cluster without the coordinator");

        Assert.False(coordinator.IsOver);
        Assert.Equal([coordinator.Address], coordinator.Cluster.State.Members.Select(member => member.Address));
    }
}
