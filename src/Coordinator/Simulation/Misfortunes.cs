using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Storage;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Simulation;

/// <summary>Does to a lab what the world does to one: one fault at a time, and takes it back where it does not last.</summary>
/// <param name="opinions">What the cluster's membership says of agents, and when.</param>
internal sealed class Misfortunes(SimulatedLab lab, Dice dice, Dice opinions)
{
    /// <summary>A process that dies in the middle of a write does so within so many changes of its disk.</summary>
    private const int MostChanges = 12;

    /// <summary>The chance that one read of a checkpoint brings a wrong bit, where any does.</summary>
    private const double MostMisread = 0.2;

    /// <summary>Now and then somebody is away for a weekend.</summary>
    private static readonly TimeSpan Weekend = TimeSpan.FromHours(60);

    /// <summary>In a long lab somebody is away for longer than the store keeps what nobody has named.</summary>
    private static readonly TimeSpan LongerThanGrace = BlobStore.Grace + TimeSpan.FromMinutes(12);

    private KeptHome? backup;

    private SimulatedCoordinator Coordinator => lab.Coordinator;
    private SimulatedNetwork Network => lab.Network;
    private TimeSpan Lease => lab.Plan.Lease;

    /// <summary>Begins to strike, until the lab's trouble is over.</summary>
    public void Begin()
    {
        if (lab.Mix.Of(SimulatedFault.AgentUnheardForLong) > 0)
            SilenceLater();
        if (!lab.Mix.HasBlows)
            return;
        if (lab.Mix.Of(SimulatedFault.BackupRestored) > 0)
            lab.Timeline.After(lab.Plan.Trouble * 0.5 * dice.Unit(), TakeBackup);
        StrikeLater();
    }

    public void Do(SimulatedFault kind)
    {
        if (!Done(kind))
            return;
        lab.Tally.Note(kind);
        lab.Trail.Say(() => $"--- {kind}");
    }

    /// <summary>Keeps a copy of the coordinator's home, to be restored later.</summary>
    public void TakeBackup() => backup = Coordinator.BackUp() ?? backup;

    private void StrikeLater() => lab.Timeline.After(lab.Mix.Every * (2 * dice.Unit()), () =>
    {
        if (lab.IsCalm)
            return;
        Do(lab.Mix.Blow(dice));
        StrikeLater();
    });

    /// <summary>As soon as somebody trains: what he has stored by then and stores yet is what nobody names for long.</summary>
    private void SilenceLater() => lab.Timeline.After(dice.Seconds(1, 30), () =>
    {
        if (lab.IsCalm)
            return;
        if (lab.Agents.Any(agent => agent.IsBusy))
            Do(SimulatedFault.AgentUnheardForLong);
        else
            SilenceLater();
    });

    /// <returns>False where there was nothing to hurt.</returns>
    private bool Done(SimulatedFault kind)
    {
        var agent = dice.Of(lab.Agents);
        switch (kind)
        {
            case SimulatedFault.AgentCutOff:
                CutFor(AnyWhile(), (agent.Number, 0), (0, agent.Number));
                return true;
            case SimulatedFault.AgentUnheard:
                CutFor(AnyWhile(), (agent.Number, 0));
                return true;
            case SimulatedFault.AgentUnheardWhileItStores:
                MuteFor(AnyWhile(), agent);
                return true;
            case SimulatedFault.AgentUnheardForLong:
                MuteFor(LongerThanGrace, agent);
                return true;
            case SimulatedFault.AgentDeaf:
                CutFor(AnyWhile(), (0, agent.Number));
                return true;
            case SimulatedFault.AgentsCutFromEachOther:
                return CutAgentsFromEachOther();
            case SimulatedFault.LinksStoppedOneByOne:
                StopOneByOne();
                return true;
            case SimulatedFault.CoordinatorCutOffShortly:
                CutCoordinatorFor(Lease * dice.AnyScale(0.05, 0.9));
                return true;
            case SimulatedFault.CoordinatorCutOffLong:
                CutCoordinatorFor(Lease * dice.AnyScale(1.1, 5));
                return true;
            case SimulatedFault.LineReopened:
                agent.Reopen();
                return agent.IsUp;
            case SimulatedFault.StoreFails:
                FailStoreFor(dice.Chance(0.02) ? TimeSpan.FromMinutes(35) : Lease * dice.AnyScale(0.1, 4));
                return true;
            case SimulatedFault.ClockSet:
                AnyMachine().Clock.Jump(dice.Chance(0.5)
                    ? TimeSpan.FromDays(dice.Chance(0.5) ? 1 : -1)
                    : dice.Seconds(-7200, 7200));
                return true;
            default:
                return HurtProcess(kind, agent) || HurtDisk(kind, agent);
        }
    }

    private bool HurtProcess(SimulatedFault kind, SimulatedAgent agent)
    {
        switch (kind)
        {
            case SimulatedFault.AgentKilled or SimulatedFault.AgentPowerCut when agent.IsUp:
                agent.Crash(powerCut: kind is SimulatedFault.AgentPowerCut, Away());
                return true;
            // These count when somebody has died of them.
            case SimulatedFault.AgentKilledInAWrite or SimulatedFault.AgentPowerCutInAWrite when agent.IsUp:
                agent.DieInAWrite(kind, dice.Below(MostChanges) + 1);
                return false;
            case SimulatedFault.CoordinatorKilledInAWrite or SimulatedFault.CoordinatorPowerCutInAWrite when Coordinator.IsUp:
                Coordinator.DieInAWrite(kind, dice.Below(MostChanges) + 1);
                return false;
            case SimulatedFault.CoordinatorKilled or SimulatedFault.CoordinatorPowerCut when Coordinator.IsUp:
                Coordinator.Crash(powerCut: kind is SimulatedFault.CoordinatorPowerCut, Away());
                return true;
            case SimulatedFault.CoordinatorMoved when Coordinator.IsUp:
                Move();
                return true;
            case SimulatedFault.BackupRestored when backup is not null && Coordinator.IsUp:
                Coordinator.Restore(backup, Away());
                backup = null;
                lab.Timeline.After(AnyWhile(), TakeBackup);
                return true;
            case SimulatedFault.AgentAsleep when !agent.IsAsleep:
                agent.FallAsleep(goesOn: dice.Chance(0.5));
                lab.Timeline.After(AnyWhile(), agent.WakeUp);
                return true;
            case SimulatedFault.CoordinatorAsleep when !Coordinator.IsAsleep:
                Coordinator.FallAsleep(goesOn: dice.Chance(0.5));
                lab.Timeline.After(AnyWhile(), Coordinator.WakeUp);
                return true;
            case SimulatedFault.MachineAils when !agent.Ails:
                agent.Ails = true;
                lab.Timeline.After(AnyWhile(), () => agent.Ails = false);
                return true;
            case SimulatedFault.DataDiffer:
                agent.HasOtherData = !agent.HasOtherData;
                return true;
            default:
                return false;
        }
    }

    private bool HurtDisk(SimulatedFault kind, SimulatedAgent agent)
    {
        var disk = dice.Chance(0.5) ? Coordinator.Disk : agent.Disk;
        switch (kind)
        {
            case SimulatedFault.SyncFails:
                disk.SyncFails = true;
                lab.Timeline.After(dice.Seconds(0, 10), () => disk.SyncFails = false);
                return true;
            case SimulatedFault.DiskFull:
                disk.Room = dice.Below(4096);
                lab.Timeline.After(AnyWhile(), () => disk.Room = null);
                return true;
            case SimulatedFault.DiskSlow:
                disk.SyncTakes = dice.Seconds(0.01, 2);
                lab.Timeline.After(AnyWhile(), () => disk.SyncTakes = TimeSpan.Zero);
                return true;
            case SimulatedFault.BitFlipped:
                return FlipABit(disk);
            case SimulatedFault.BitMisread:
                disk.FlipsBelow = disk == agent.Disk ? SimulatedAgent.CheckpointFolder : SimulatedCoordinator.BlobFolder;
                disk.ReadFlips = dice.AnyScale(0.005, MostMisread);
                lab.Timeline.After(AnyWhile(), () => disk.ReadFlips = 0);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A stored checkpoint is from here on not what was stored.</summary>
    private bool FlipABit(SimulatedDisk disk)
    {
        // What is changed here is no write of the process that is about to die.
        if (disk.ChangesLeft is not null)
            return false;
        string[] stored = [.. Checkpoints(disk).Order(StringComparer.Ordinal)];
        if (stored.Length == 0)
            return false;
        using var file = disk.Open(dice.Of(stored), new() { Mode = FileMode.Open, Access = FileAccess.ReadWrite, BufferSize = 0 });
        if (file.Stream.Length == 0)
            return false;
        file.Stream.Position = dice.Below((int)file.Stream.Length);
        var was = file.Stream.ReadByte();
        file.Stream.Position--;
        file.Stream.WriteByte((byte)(was ^ (1 << dice.Below(8))));
        return true;
    }

    private static IEnumerable<string> Checkpoints(SimulatedDisk disk) =>
        new[] { SimulatedCoordinator.BlobFolder, SimulatedAgent.CheckpointFolder }
            .Where(disk.IsFolder).SelectMany(disk.FoldersIn).Append(SimulatedAgent.CheckpointFolder)
            .Where(disk.IsFolder).SelectMany(disk.FilesIn);

    /// <summary>The coordinator comes back at another address, and the agents are told one by one where it is.</summary>
    private void Move()
    {
        Coordinator.Move(Away());
        foreach (var agent in lab.Agents)
            lab.Timeline.After(AnyWhile(), agent.JoinAnew);
    }

    /// <summary>
    /// Agents say nothing to each other, so that a cut between them stops no message. What comes of it is the cluster's opinion of who
    /// belongs to it: it says of some, whom the coordinator hears as ever, that they have left. No lease may follow that.
    /// </summary>
    private bool CutAgentsFromEachOther()
    {
        if (lab.Agents.Count < 2)
            return false;
        var lasts = AnyWhile();
        foreach (var agent in lab.Agents.Where(_ => opinions.Chance(0.5)))
            lab.Timeline.After(lasts * opinions.Unit(), () => TakeForGone(agent));
        return true;
    }

    /// <summary>The cluster says that an agent has left.</summary>
    public void TakeForGone(SimulatedAgent agent)
    {
        if (!lab.IsCalm && agent.Node is { } node)
            Coordinator.Receive(new NodeLeft(node), NoPeer.Instance);
    }

    private void MuteFor(TimeSpan lasts, SimulatedAgent agent)
    {
        Network.Mute(agent.Number);
        lab.Timeline.After(lasts, () => Network.Unmute(agent.Number));
    }

    /// <summary>One connection stops after the other, and they come back in another order.</summary>
    private void StopOneByOne()
    {
        var wait = TimeSpan.Zero;
        foreach (var agent in lab.Agents)
        {
            wait += dice.Seconds(0, 5);
            var lasts = AnyWhile();
            lab.Timeline.After(wait, () => CutFor(lasts, (agent.Number, 0), (0, agent.Number)));
        }
    }

    private void CutCoordinatorFor(TimeSpan lasts) =>
        CutFor(lasts, [.. lab.Agents.SelectMany(agent => new[] { (agent.Number, 0), (0, agent.Number) })]);

    private void CutFor(TimeSpan lasts, params (int From, int To)[] ways)
    {
        if (lab.IsCalm)
            return;
        foreach (var (from, to) in ways)
            Network.Cut(from, to);
        lab.Timeline.After(lasts, () =>
        {
            foreach (var (from, to) in ways)
                Network.Mend(from, to);
        });
    }

    private void FailStoreFor(TimeSpan lasts)
    {
        lab.StoreFails = true;
        lab.Timeline.After(lasts, () => lab.StoreFails = false);
    }

    private SimulatedMachine AnyMachine() => dice.Chance(0.4) ? Coordinator : dice.Of(lab.Agents);

    /// <summary>Mostly back at once, sometimes only when its leases are over.</summary>
    private TimeSpan Away() => dice.Chance(0.7) ? dice.Seconds(0, 3) : Lease * dice.AnyScale(0.5, 4);

    private TimeSpan AnyWhile() =>
        dice.Chance(0.002) ? Weekend
        : lab.Plan.IsLong && dice.Chance(0.2) ? LongerThanGrace
        : Lease * dice.AnyScale(0.05, 4);
}
