namespace Sweep.Coordinator.Journal;

/// <summary>An event with its place in the journal, counted from 1 without gaps.</summary>
public readonly record struct JournalEntry(long Sequence, JournalEvent Event);

/// <summary>The append-only file of events: the truth. Not thread-safe; one writer.</summary>
public interface IJournal : IDisposable
{
    /// <summary>Sequence of the last entry; 0 when empty.</summary>
    long LastSequence { get; }

    /// <summary>All entries after <paramref name="sequence"/>, in order.</summary>
    IEnumerable<JournalEntry> ReadAfter(long sequence);

    /// <summary>
    /// Appends the events and returns only when they are on disk (fsync). Either all of them are, or an exception says not.
    /// </summary>
    IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEvent> events);
}
