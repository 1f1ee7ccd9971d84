using CsCheck;
using Sweep.Files.Simulation;

namespace Sweep.Shared;

/// <summary>One thing that happens in a property over a <see cref="FaultyDisk"/>; each property has more kinds of its own.</summary>
internal abstract record Step;

internal sealed record SyncsFail(bool Fail) : Step;

internal sealed record RoomLeft(int? Bytes) : Step;

internal sealed record ProcessKilled : Step;

internal sealed record PowerCut : Step;

/// <summary>In the middle of what follows.</summary>
internal sealed record KilledAfter(int Changes) : Step;

/// <summary>A simulated disk with one folder on it, and what befalls the process that works there.</summary>
internal sealed class FaultyDisk
{
    public FaultyDisk(int seed, string folder)
    {
        Disk = new(seed, TimeProvider.System);
        Disk.MakeFolder(folder);
        Disk.SyncFolder("/");
    }

    public SimulatedDisk Disk { get; }

    /// <summary>Whether the process was killed, and nobody has started another one yet.</summary>
    public bool Halted { get; set; }

    /// <summary>Whether what is done can be refused: otherwise it has to succeed.</summary>
    public bool MayRefuse => Disk.SyncFails || Disk.Room is not null;

    /// <param name="mostChanges">A kill comes after so many changes at most.</param>
    /// <param name="own">The property's own kinds of step, with their weights.</param>
    public static Gen<Step> Steps(int mostChanges, params (int Weight, Gen<Step> Step)[] own) => Gen.Frequency(
    [
        .. own,
        (2, Gen.Bool.Select(fail => (Step)new SyncsFail(fail))),
        (1, Gen.Int[0, 12_000].Select(bytes => (Step)new RoomLeft(bytes))),
        (1, Gen.Const((Step)new RoomLeft(null))),
        (2, Gen.Const((Step)new ProcessKilled())),
        (2, Gen.Const((Step)new PowerCut())),
        (3, Gen.Int[0, mostChanges].Select(changes => (Step)new KilledAfter(changes))),
    ]);

    /// <returns>Whether the process is gone; a step that is not one of the disk's changes nothing.</returns>
    public bool Befalls(Step step)
    {
        switch (step)
        {
            case SyncsFail syncs:
                Disk.SyncFails = syncs.Fail;
                return false;
            case RoomLeft room:
                Disk.Room = room.Bytes;
                return false;
            case KilledAfter killed:
                Disk.ChangesLeft = killed.Changes;
                return false;
            case ProcessKilled:
                (Disk.ChangesLeft, Halted) = (null, false);
                return true;
            case PowerCut:
                Disk.Crash();
                Halted = false;
                return true;
            default:
                return false;
        }
    }

    /// <summary>From here on nothing is refused and nobody is killed.</summary>
    public void Mend() => (Disk.SyncFails, Disk.Room, Disk.ReadFlips, Disk.ChangesLeft, Halted) = (false, null, 0, null, false);

    /// <summary>Does something that a disk may refuse, and that a kill may cut short.</summary>
    /// <param name="killed">Told where it did.</param>
    public void Try(Action what, Action killed)
    {
        try
        {
            what();
        }
        catch (IOException e)
        {
            Assert.True(MayRefuse, $"the disk is sound: {e}");
        }
        catch (HaltedException)
        {
            Halted = true;
            killed();
        }
    }
}
