using System.Collections.Concurrent;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation.Asking;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// The results database of a lab, kept in memory: the product's documents, written by the product's writer a little behind the journal,
/// held against a replay, and asked what nobody thought of.
/// </summary>
internal sealed class SimulatedResults(SimulatedLab lab, Dice dice) : IJournalListener, IDisposable
{
    private const string Equal = "the projection equals a replay";
    private const string AsSaid = "a question is answered as its words say";
    internal const int QuestionsAtOnce = 3;

    private readonly ConcurrentQueue<ProjectionBatch> waiting = new();
    private (byte[] Pages, byte[] Log) atStart = ([], []);
    private (byte[] Pages, byte[] Log) left = ([], []);
    private MemoryResults? database;
    private ProjectedChanges changes = new(_ => { });
    private int life;

    /// <summary>How many documents were held against a replay, and questions against their words.</summary>
    public long Compared { get; private set; }

    /// <summary>The coordinator starts: what the database missed is brought to it.</summary>
    public void Start(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        database = new(left);
        // It knows of more than the journal: the home is from an older backup, and the product sets such a file aside.
        if (database.Watermark > entries.Count)
        {
            database.Dispose();
            database = new(([], []));
        }
        var watermark = database.Watermark;
        changes = new(_ => { });
        foreach (var entry in entries)
            changes.Replayed(entry);
        foreach (var entry in entries.Skip((int)watermark))
            changes.Note(entry, state);
        changes.Begin(state);
        if (watermark < entries.Count)
            waiting.Enqueue(changes.Take(watermark, entries.Count, state));
        Write();
        atStart = database.Content;
        Compare("a start");
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        foreach (var entry in entries)
            changes.Note(entry, state);
        waiting.Enqueue(changes.Take(entries[0].Sequence - 1, entries[^1].Sequence, state));
        var ofLife = life;
        lab.Timeline.After(lab.Plan.Latency * (4 * dice.Unit()), () =>
        {
            if (ofLife == life)
                Write();
        });
    }

    /// <summary>The process ended, and what waited to be written with it.</summary>
    /// <param name="powerCut">Then the database may be an older one, or none.</param>
    public void Ended(bool powerCut)
    {
        life++;
        waiting.Clear();
        if (database is null)
            return;
        // Another process opens what this one left; nothing of this one writes to it any more.
        left = powerCut && dice.Chance(0.5) ? dice.Chance(0.5) ? atStart : ([], []) : database.Content;
        database = null;
    }

    /// <summary>Everything that the journal says and nothing else is in the database, bit for bit.</summary>
    public void Compare(string when)
    {
        if (database is null)
            return;
        Write();
        var expected = new ExpectedDocuments();
        var sequence = 0L;
        foreach (var written in lab.Promises.Journal)
            expected.Note(new(++sequence, written));
        var state = CoordinatorState.Replay(lab.Promises.Journal);
        var comparison = database.Compare(expected, state);
        Compared += comparison.Documents;
        if (comparison.Differences is [var first, ..])
            throw new BrokenPromiseException(Equal, $"after {when} {first.Collection}/{first.Id} is {first.Kind}: {first.Detail}");
    }

    /// <summary>Asks the database what somebody might ask.</summary>
    public void Ask(CoordinatorState state)
    {
        if (database is null || state.Sweeps.Count == 0)
            return;
        Compare("a question");
        var names = lab.Promises.Journal.OfType<SweepSubmitted>().Select(submitted => submitted.Spec.Name).Reverse().Distinct();
        var home = AskedHome.Of(state, names, live: true);
        for (var i = 0; i < QuestionsAtOnce; i++)
        {
            var drawn = DrawnQuestion.Of(home, dice.Below(int.MaxValue));
            Compared++;
            if (Differs(drawn) is { } difference)
                throw new BrokenPromiseException(AsSaid, $"{drawn}: {difference}");
        }
    }

    public void Dispose()
    {
        database?.Dispose();
        database = null;
    }

    private string? Differs(DrawnQuestion drawn)
    {
        try
        {
            return drawn.Differs(database!.Ask(drawn.Question));
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }

    private void Write() => database!.Write(waiting, leftOut => throw new BrokenPromiseException(
        Equal, $"{leftOut.Collection}/{leftOut.Id} is left out: {leftOut.Why}"));
}
