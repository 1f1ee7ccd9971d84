using Serilog;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Files.Simulation;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// The coordinator's machine: the product's desk over the product's journal and blob store, on a simulated disk. Somebody starts its
/// process again whenever it has ended.
/// </summary>
internal sealed class SimulatedCoordinator : SimulatedMachine, IJournalListener
{
    /// <summary>On its disk.</summary>
    public const string BlobFolder = Home + "/blobs";

    private const string Home = "/sweep";
    private const string JournalFolder = Home + "/journal";
    private const double TellsBetweenCuts = 60;

    /// <summary>After which somebody starts it again that died in the middle of something.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(2);

    private readonly SimulatedLab lab;
    private readonly Dice dice;
    private Desk? desk;
    private WatchedJournal? journal;
    private CheckpointCollector? collector;
    private int life;
    private bool flushQueued;
    private bool startQueued;
    private TimeSpan busyUntil;
    private SimulatedFault diesOf;
    private bool diesAtAppend;
    private readonly SimulatedResults? results;
    private readonly SimulatedDigest digest;

    public SimulatedCoordinator(SimulatedLab lab, Dice dice)
        : base(lab.Timeline)
    {
        (this.lab, this.dice) = (lab, dice);
        Disk = NewDisk(dice, Clock, Home);
        digest = new(lab, new(lab.Seed, 9), Clock);
        results = lab.Plan.Projects ? new(lab, new(lab.Seed, 8)) : null;
    }

    public SimulatedDisk Disk { get; private set; }

    /// <summary>What the live process knows; the last one's where none lives.</summary>
    public CoordinatorState State { get; private set; } = new();

    public BlobStore? Blobs { get; private set; }

    /// <summary>Those of the live process; null where none lives.</summary>
    public Sessions? Sessions { get; private set; }

    /// <summary>Whether its process is there and hears.</summary>
    public bool IsUp => desk is not null;

    /// <summary>Where it is looked for, a number that rises when it moves.</summary>
    public int Place { get; private set; }

    /// <summary>Of its HTTP door.</summary>
    public string Url => FormattableString.Invariant($"https://10.0.0.{Place + 1}:5080");

    public int Starts { get; private set; }

    /// <summary>How often an older home was put in place of its own: what was said before is not said to this one.</summary>
    public int Restores { get; private set; }

    /// <summary>The end of the journal as far as anybody may have been told of it.</summary>
    public long LastSequence => journal?.LastSequence ?? 0;

    /// <summary>Whether everything decided is on disk.</summary>
    public bool IsWritten => desk is { HasUnwritten: false };

    private Moment Moment => new(Clock.Elapsed, Clock.GetUtcNow());

    public void Start() => Do(() =>
    {
        startQueued = false;
        if (desk is not null)
            return;
        try
        {
            Open();
        }
        catch (IOException e)
        {
            lab.Trail.Say(() => $"coordinator cannot start: {e.Message}");
            End();
            StartAfter(Restart);
        }
        catch (HaltedException)
        {
            Dies();
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            lab.Found("a coordinator starts on its own disk", e);
        }
    });

    /// <summary>The process ends in the middle of a write, or between that and its sync: when its disk has changed so often.</summary>
    public void DieInAWrite(SimulatedFault how, int changes)
    {
        diesOf = how;
        if (dice.Chance(0.5))
            diesAtAppend = true;
        else
            Disk.ChangesLeft = changes;
    }

    /// <summary>Ends the process where it was to die, now that its disk has changed so often.</summary>
    /// <returns>Whether it has died.</returns>
    public bool Dies()
    {
        if (!Disk.IsHalted)
            return false;
        lab.Tally.Note(diesOf);
        lab.Trail.Say(() => $"--- {diesOf}");
        End(powerCut: diesOf is SimulatedFault.CoordinatorPowerCutInAWrite);
        if (diesOf is SimulatedFault.CoordinatorPowerCutInAWrite)
            Disk.Crash();
        Disk.ChangesLeft = null;
        StartAfter(LongestAbsence * dice.Unit());
        return true;
    }

    /// <summary>Takes a message that has come to this machine.</summary>
    public void Receive(object said, IPeer from)
    {
        var ofLife = life;
        Do(() => When(ofLife, () =>
        {
            if (lab.Trail.IsRead)
                lab.Trail.Say(() => $"coordinator <- {from}: {said}");
            foreach (var counts in Each(Counts(said)))
                lab.Watch(() => lab.Thrift.Heard(counts, State, Clock.Elapsed));
            desk!.On((said as SaidByAgent)?.Message ?? said, from, Moment);
            Look();
        }));
    }

    /// <summary>What is said in a session that was opened here, without it; null of what is said in none.</summary>
    private object? Counts(object said) => said switch
    {
        SaidByAgent { Message: InSession inside } by => IsOpen(inside) ? by with { Message = inside.Message } : null,
        SaidByAgent => null,
        InSession inside => IsOpen(inside) ? inside.Message : null,
        ISweepMessage => null,
        _ => said,
    };

    /// <summary>What was said together, one by one.</summary>
    private static IEnumerable<object> Each(object? said) => said switch
    {
        null => [],
        SaidByAgent { Message: Reports { Each: var each } } by => each.Select(report => by with { Message = report }),
        Reports { Each: var each } => each,
        Acknowledgements { Each: var each } => each,
        _ => [said],
    };

    private bool IsOpen(InSession said) => Sessions?.AgentOf(said.Session) is not null;

    /// <summary>The process ends on the spot.</summary>
    /// <param name="powerCut">The machine goes with it, and what no sync has put on disk.</param>
    /// <param name="down">After which somebody starts it again.</param>
    public void Crash(bool powerCut, TimeSpan down)
    {
        if (desk is null)
            return;
        lab.Trail.Say(() => powerCut ? "coordinator: power cut" : "coordinator: killed");
        End(powerCut);
        if (powerCut)
            Disk.Crash();
        Disk.ChangesLeft = null;
        StartAfter(down);
    }

    /// <summary>Ends, and comes back at another address.</summary>
    public void Move(TimeSpan down)
    {
        Crash(powerCut: false, down);
        Place++;
    }

    /// <summary>A copy of the disk as it is, with what was promised up to now.</summary>
    public KeptHome? BackUp() => IsUp && IsWritten ? new(Disk.Twin(dice.Below(int.MaxValue)), lab.Promises.Snapshot(LastSequence)) : null;

    /// <summary>Ends, and starts again on a copy made before.</summary>
    public void Restore(KeptHome backup, TimeSpan down)
    {
        Crash(powerCut: false, down);
        Disk = backup.Disk.Twin(dice.Below(int.MaxValue));
        Restores++;
        lab.Promises.Restored(backup.Promised);
        lab.Thrift.Restored();
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state) => lab.Watch(() =>
    {
        lab.Promises.Appended(entries, state);
        lab.Thrift.Appended(entries, state, Clock.Elapsed);
    });

    /// <summary>Something is said to somebody: it is a promise from here on.</summary>
    /// <returns>False where the process has died meanwhile, and says nothing.</returns>
    public bool Told(object message, string who)
    {
        if (Disk.IsHalted)
            return false;
        foreach (var one in Each(message))
            lab.Watch(() =>
            {
                lab.Promises.Said(one, who, LastSequence, State);
                lab.Thrift.Told(one, who, Clock.Elapsed);
            });
        if (!dice.Chance(lab.Mix.Of(SimulatedFault.CoordinatorPowerCutAsItTold) / TellsBetweenCuts))
            return true;
        lab.Tally.Note(SimulatedFault.CoordinatorPowerCutAsItTold);
        var ofLife = life;
        lab.Timeline.After(TimeSpan.Zero, () =>
        {
            if (ofLife == life)
                Crash(powerCut: true, LongestAbsence * dice.Unit());
        });
        return true;
    }

    /// <summary>Somebody asks for results, and everything decided is on disk.</summary>
    public void Ask()
    {
        lab.Promises.Show(State, LastSequence);
        results?.Ask(State);
    }

    /// <summary>How much was held against the results database.</summary>
    public long Compared => results?.Compared ?? 0;

    /// <summary>Entries of the journal that starts took from its digest.</summary>
    public long TakenFromDigests => digest.Taken;

    /// <summary>The results database is what a replay comes to.</summary>
    public void CompareResults() => results?.Compare("the end");

    public override void Dispose()
    {
        End();
        results?.Dispose();
    }

    private void Open()
    {
        Starts++;
        var file = FileJournal.Open(Disk, JournalFolder, lab.Plan.SegmentBytes);
        journal = new WatchedJournal(file, lab.Promises);
        State = digest.Replay(file);
        lab.Promises.Started(State, journal.LastSequence);
        Blobs = new(Disk, BlobFolder, Clock);
        lab.Thrift.Started(State, Blobs);
        collector = new(Blobs, Clock, lab.Log, now => now());
        results?.Start([.. journal.ReadAfter(0)], State);
        IJournalListener[] listeners = results is null ? [this, collector] : [this, results, collector];
        Sessions = new(() => dice.Secret());
        var terms = new Terms(lab.Plan.Lease, Url) { LastRunsTwice = lab.Plan.LastRunsTwice };
        desk = new(State, journal, listeners, terms, Sessions, lab.Log, "simulated");
        desk.Start(Moment);
        var sequence = LastSequence;
        lab.Trail.Say(() => FormattableString.Invariant($"coordinator started at entry {sequence}"));
        Look();
        if (desk is null)
            return;
        LookAtLeasesAfter(life, desk.LookEvery);
        lab.CoordinatorStarted();
        digest.Follow(Disk, JournalFolder, LastSequence);
    }

    private void LookAtLeasesAfter(int ofLife, TimeSpan wait) => After(wait, () => When(ofLife, () =>
    {
        desk!.On(LookAtLeases.Now, NoPeer.Instance, Moment);
        lab.Watch(() => lab.Thrift.Looked(State, Clock.Elapsed));
        Look();
        if (ofLife == life)
            LookAtLeasesAfter(ofLife, wait);
    }));

    /// <summary>Does what a message has left to do: write what was decided, or end.</summary>
    private void Look()
    {
        if (Dies())
            return;
        var spent = Disk.TakeSpent();
        if (spent > TimeSpan.Zero)
            busyUntil = lab.Timeline.Now + spent;
        if (desk!.Failure is { } failure)
        {
            lab.Trail.Say(() => $"coordinator stops: {failure.Message}");
            if (failure is not IOException)
                lab.Found("the coordinator never fails over a message", failure);
            End();
            StartAfter(Restart);
        }
        else if (desk.HasUnwritten && !flushQueued)
        {
            flushQueued = true;
            var ofLife = life;
            After(lab.Plan.Latency / 10, () => When(ofLife, () =>
            {
                flushQueued = false;
                // An append is a write and a sync, and sometimes a new segment before it.
                if (diesAtAppend)
                    (diesAtAppend, Disk.ChangesLeft) = (false, dice.Between(1, 4));
                desk!.On(FlushDecisions.Now, NoPeer.Instance, Moment);
                Look();
            }));
        }
    }

    /// <summary>In that life of the process, when it is not waiting for its disk.</summary>
    private void When(int ofLife, Action what)
    {
        if (ofLife != life || desk is null)
            return;
        if (lab.Timeline.Now < busyUntil)
            After(busyUntil - lab.Timeline.Now, () => When(ofLife, what));
        else
            what();
    }

    private void End(bool powerCut = false)
    {
        life++;
        results?.Ended(powerCut);
        digest.Ended(powerCut);
        (desk, collector, Blobs, Sessions, flushQueued, diesAtAppend, busyUntil) = (null, null, null, null, false, false, TimeSpan.Zero);
        journal?.Dispose();
        journal = null;
    }

    private void StartAfter(TimeSpan wait)
    {
        if (startQueued)
            return;
        startQueued = true;
        After(wait, Start);
    }
}
