using System.Collections.Immutable;
using CsCheck;
using Sweep.Coordinator.Drilling;
using Sweep.Coordinator.Drilling.Faults;

namespace Sweep.Coordinator.Tests.Drilling.Faults;

public sealed class FaultScheduleTests
{
    private static readonly Gen<Exposure> Exposures =
        from agents in Gen.Int[2, 9]
        from parts in Gen.Shuffle(DrillOrder.AllParts.ToArray(), 1, DrillOrder.AllParts.Length)
        from seconds in Gen.Int[6, 3600]
        from lease in Gen.Int[1, 60]
        select new Exposure(agents, [.. parts], TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(lease));

    [Fact]
    public void TheSameSeed_DrawsTheSameFaults() => Gen.Select(Gen.Long, Exposures).Sample((seed, exposure) =>
        FaultSchedule.Draw(seed, exposure).SequenceEqual(FaultSchedule.Draw(seed, exposure)));

    [Fact]
    public void AnotherSeed_DrawsOthers() => Gen.Select(Gen.Long, Exposures).Sample((seed, exposure) =>
        !FaultSchedule.Draw(seed, exposure).SequenceEqual(FaultSchedule.Draw(seed + 1, exposure)));

    [Fact]
    public void Faults_AreInOrder_WithinTheWindow_AndHurtWhatMayBeHurt() => Gen.Select(Gen.Long, Exposures).Sample((seed, exposure) =>
    {
        var faults = FaultSchedule.Draw(seed, exposure);
        Assert.Equal(faults.Select(fault => fault.At).Order(), faults.Select(fault => fault.At));
        Assert.All(faults, fault =>
        {
            Assert.InRange(fault.At, TimeSpan.Zero, exposure.Window);
            Assert.Contains(fault.Victim.Part, exposure.Parts);
            Assert.True(fault.Victim.Other is null || (fault.Victim.Other > fault.Victim.Agent && fault.Victim.Other <= exposure.Agents));
            Assert.True(fault.Victim.Agent is null || (fault.Victim.Agent >= 1 && fault.Victim.Agent <= exposure.Agents));
            Assert.Equal(fault.Act is Act.SetClock, fault.Jump != TimeSpan.Zero);
        });
    });

    [Fact]
    public void EveryActOfEveryPart_HappensInEveryDrill() => Gen.Select(Gen.Long, Exposures).Sample((seed, exposure) =>
    {
        var acts = FaultSchedule.Draw(seed, exposure).Select(fault => (fault.Victim.Part, fault.Act)).ToHashSet();
        (Part, Act)[] all =
        [
            (Part.Coordinator, Act.Kill), (Part.Coordinator, Act.Freeze), (Part.Agent, Act.Kill), (Part.Agent, Act.Freeze), (Part.Trainer, Act.Kill), (Part.Trainer, Act.Freeze),
            (Part.Network, Act.Cut), (Part.Network, Act.Darken), (Part.Network, Act.Garble), (Part.Clock, Act.SetClock),
            (Part.Peers, Act.Isolate), (Part.Peers, Act.Darken), (Part.Peers, Act.Cut), (Part.Disk, Act.Fill),
        ];
        Assert.Equal(all.Where(act => exposure.Parts.Contains(act.Item1)).Order(), acts.Order());
    });

    [Fact]
    public void OneAgent_HasNoPeers() => Exposures.Sample(exposure =>
        Assert.DoesNotContain(FaultSchedule.Draw(1, exposure with { Agents = 1 }), fault => fault.Victim.Part is Part.Peers));

    [Fact]
    public void Freezes_OutlastTheLease() => Gen.Select(Gen.Long, Exposures).Sample((seed, exposure) =>
        FaultSchedule.Draw(seed, exposure).Where(fault => fault.Act is Act.Freeze).All(fault => fault.Lasts > exposure.Lease));

    [Fact]
    public void AnotherPart_ChangesNothingForTheOthers() => Gen.Select(Gen.Long, Exposures).Sample((seed, exposure) =>
    {
        var first = exposure.Parts[0];
        var alone = FaultSchedule.Draw(seed, exposure with { Parts = [first] });
        Assert.Equal(alone, FaultSchedule.Draw(seed, exposure).Where(fault => fault.Victim.Part == first).ToImmutableArray());
    });

    [Fact]
    public void Kills_AreAsManyAsAskedFor_EachAfterALifeOfItsOwn() => Gen.Select(Gen.Long, Gen.Int[1, 200], Exposures).Sample((seed, kills, exposure) =>
    {
        var faults = FaultSchedule.DrawKills(seed, kills, exposure with { Parts = [Part.Coordinator, Part.Agent] });
        Assert.Equal(kills, faults.Length);
        Assert.All(faults, fault => Assert.Equal((Act.Kill, TimeSpan.Zero), (fault.Act, fault.Lasts)));
        Assert.True(kills < 10 || faults.Select(fault => fault.Life).Distinct().Count() > kills / 2);
    });
}
