using Akka.Actor;
using Akka.Cluster;

namespace Sweep.Protocol.Tests.Hosting;

/// <summary>As <see cref="StarTests"/>: a class of its own, because each of them waits for the product's patience.</summary>
public sealed class LostCoordinatorTests
{
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
