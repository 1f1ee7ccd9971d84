using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Actors;

/// <summary>A lease is held while its run is trained and while reports of it wait.</summary>
public sealed class HeldLeaseTests : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private readonly JournalFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LeaseWhoseReportsWait_IsHeldForAsLongAsItsAgentNamesIt()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await rig.Ask(new SubmitSweep(Some.Spec(), ""));
        await agent.Register();
        var lease = (await agent.Assigned()).Lease;

        for (var beats = 0; beats < 20; beats++)
        {
            agent.Tell(new Heartbeat("a", agent.Incarnation, [], [lease]));
            await rig.Pass(Beat);
        }
        Assert.Equal("a", Assert.Single((await Live(rig)).Running).Agent);

        for (var silent = 0; silent < 4; silent++)
        {
            agent.Beat();
            await rig.Pass(Beat);
        }
        Assert.Empty((await Live(rig)).Running);
    }

    [Fact]
    public async Task RestartedCoordinator_AdoptsALeaseThatIsOnlyReportedOf()
    {
        LeaseId lease;
        Guid incarnation;
        await using (var rig = new Rig(folder))
        {
            using var agent = rig.Agent("a");
            await rig.Ask(new SubmitSweep(Some.Spec(), ""));
            await agent.Register();
            (lease, incarnation) = ((await agent.Assigned()).Lease, agent.Incarnation);
        }
        await using var again = new Rig(folder);
        using var same = again.Agent("a");

        for (var beats = 0; beats < 6; beats++)
        {
            same.Tell(new Register("a", incarnation, ProtocolVersion.Current, "host", "0.1", Some.Slots(2), [], 1, null, [lease]));
            await same.Expect<Registered>();
            await again.Pass(Beat);
        }

        Assert.Single((await Live(again)).Running);
    }

    [Fact]
    public async Task WhatKeepsAnAgentFromItsWork_IsShownWhileItSaysSo()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await agent.Register();

        agent.Tell(new Heartbeat("a", agent.Incarnation, [], null, "Slot 0 rests: make room."));
        Assert.Equal("Slot 0 rests: make room.", Assert.Single((await Live(rig)).Agents).Note);
        agent.Beat();
        Assert.Null(Assert.Single((await Live(rig)).Agents).Note);
    }

    [Fact]
    public async Task WhatAnAgentSaysOfItsGpu_IsShownAtTheSlotsThere_UntilItIsNotHeardAnyMore()
    {
        await using var rig = new Rig(folder);
        using var agent = rig.Agent("a");
        await agent.Register();
        var slot = Assert.Single((await Live(rig)).Agents).Slots[0];
        Assert.Null(slot.Gpu);

        agent.Tell(new Heartbeat("a", agent.Incarnation, [], Gpus: [new(slot.Device, 8123, 15360, 61), new("cuda:7", 1, 2)]));
        Assert.All(Assert.Single((await Live(rig)).Agents).Slots, shown => Assert.Equal(new(8123, 15360, 61), shown.Gpu));
        await rig.Pass(Rig.Terms.Lease + TimeSpan.FromSeconds(1));
        Assert.All(Assert.Single((await Live(rig)).Agents).Slots, shown => Assert.Null(shown.Gpu));
        agent.Beat();
        Assert.All(Assert.Single((await Live(rig)).Agents).Slots, shown => Assert.Null(shown.Gpu));
    }

    private static async Task<LiveView> Live(Rig rig) => Assert.IsType<LiveView>(await rig.Ask(new GetLive()));
}
