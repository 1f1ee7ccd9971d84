using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Explaining;

/// <summary>The journal in words, a page at a time.</summary>
internal static class EventPages
{
    /// <summary>So many entries on a page.</summary>
    public const int Length = 1000;

    /// <summary>The entry that a page follows on.</summary>
    /// <param name="since">As it was asked for: a negative number is counted from the end.</param>
    /// <param name="last">The journal's last entry.</param>
    public static long From(long since, long last) => since < 0 ? Math.Max(0, last + since) : since;

    /// <param name="agent">Whom they are about; null tells all.</param>
    public static EventPage Of(long after, IReadOnlyList<JournalEntry> entries, CoordinatorState state, string? agent = null) =>
        new(
            [.. entries.Where(entry => agent is null || EventSubject.Of(entry.Event, state).Agent == agent)
                .Select(entry => EventWords.Of(entry, state))],
            entries.Count == 0 ? after : entries[^1].Sequence);
}
