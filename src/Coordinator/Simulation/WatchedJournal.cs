using Sweep.Coordinator.Journal;

namespace Sweep.Coordinator.Simulation;

/// <summary>The product's journal, with a note of what it was given before it was given it.</summary>
internal sealed class WatchedJournal(IJournal journal, Promises promises) : IJournal
{
    public long LastSequence => journal.LastSequence;

    public IEnumerable<JournalEntry> ReadAfter(long sequence) => journal.ReadAfter(sequence);

    public IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEvent> events)
    {
        promises.AboutToWrite(events);
        return journal.Append(events);
    }

    public void Dispose() => journal.Dispose();
}
