using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Files;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// The journal's digest of a simulated coordinator, on a disk of its own that loses power with the coordinator's, ends in the middle of a
/// write and now and then reads a flipped bit. Whatever comes of that, a start with it knows what a start without it knows.
/// </summary>
internal sealed class SimulatedDigest
{
    private const string Folder = "/digest";
    private const int EntriesOfABlock = 16;

    private readonly SimulatedLab lab;
    private readonly Dice dice;
    private readonly SimulatedDisk disk;

    public SimulatedDigest(SimulatedLab lab, Dice dice, TimeProvider clock)
    {
        (this.lab, this.dice) = (lab, dice);
        disk = new(dice.Below(int.MaxValue), clock);
        DurableFolder.Make(disk, Folder);
    }

    /// <summary>Entries that were taken from a digest and not from the journal, in all starts.</summary>
    public long Taken { get; private set; }

    private JournalDigest Opened => new(disk, Folder + "/journal.digest");

    /// <summary>What follows from the journal.</summary>
    public CoordinatorState Replay(FileJournal journal)
    {
        disk.ReadFlips = dice.Chance(0.2) ? 0.5 : 0;
        var state = CoordinatorState.Replay(journal.ReadThrough(Opened));
        disk.ReadFlips = 0;
        Taken += Opened.Blocks().LastOrDefault() is { } block && block.Last <= journal.LastSequence ? block.Last : 0;
        var plain = CoordinatorState.Replay(journal.ReadAfter(0));
        if (StateText.Of(state) != StateText.Of(plain))
            lab.Found("a start with the digest knows what a start without it knows",
                new InvalidDataException(FormattableString.Invariant($"they differ at entry {journal.LastSequence}")));
        return plain;
    }

    /// <summary>
    /// Brings the digest up to the journal's end, or dies in the middle of that, or leaves it as it is: it follows a journal only where
    /// that has grown by much, and so may be one of what was there before an older backup was restored.
    /// </summary>
    public void Follow(IFiles journal, string folder, long last)
    {
        if (dice.Chance(0.4))
            return;
        disk.ChangesLeft = dice.Chance(0.3) ? dice.Between(1, 6) : null;
        try
        {
            Opened.Extend(JournalReader.Of(journal, folder), last, entries: EntriesOfABlock);
        }
        catch (Exception e) when (e is HaltedException or IOException or JournalDamagedException)
        {
            // The next start reads the journal itself from there.
        }
        disk.ChangesLeft = null;
    }

    /// <summary>The process has ended.</summary>
    public void Ended(bool powerCut)
    {
        if (powerCut)
            disk.Crash();
    }
}
