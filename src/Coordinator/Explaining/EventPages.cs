using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Explaining;

/// <summary>The journal in words, a page at a time.</summary>
internal static class EventPages
{
    /// <summary>So many entries on a page.</summary>
    public const int Length = 1000;

    /// <summary>Entries that are looked through at once for what is about an agent.</summary>
    private const int Portion = 4000;

    /// <summary>Puts entries into words; what is about another agent than the one that is named is left out.</summary>
    public delegate Task<EventPage> Wording(long after, IReadOnlyList<JournalEntry> entries, string? agent);

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

    /// <summary>A page of what is about one agent, however far apart that stands.</summary>
    /// <param name="since">As it was asked for: a negative number is counted from the end of what is about the agent.</param>
    /// <param name="last">The journal's last entry.</param>
    /// <param name="entries">Those after one, up to the last.</param>
    public static async Task<EventPage> OfAgent(
        string agent, long since, long last, Func<long, IEnumerable<JournalEntry>> entries, Wording wording)
    {
        var after = since < 0 ? await FromTheEnd(agent, -Math.Max(since, -long.MaxValue), last, entries, wording) : since;
        var told = new List<EventView>();
        foreach (var portion in entries(after).Chunk(Portion))
        {
            told.AddRange((await wording(after, portion, agent)).Events);
            after = portion[^1].Sequence;
            if (told.Count < Length)
                continue;
            told.RemoveRange(Length, told.Count - Length);
            return new([.. told], told[^1].Sequence);
        }
        return new([.. told], after);
    }

    /// <summary>The entry after which so many are about the agent, or its first ones where there are not so many.</summary>
    private static async Task<long> FromTheEnd(
        string agent, long count, long last, Func<long, IEnumerable<JournalEntry>> entries, Wording wording)
    {
        var found = new Queue<long>();
        // Nearly always the latest portion has them.
        foreach (var from in new[] { Math.Max(0, last - Portion), 0 }.Distinct())
        {
            found.Clear();
            foreach (var portion in entries(from).Chunk(Portion))
            {
                foreach (var told in (await wording(from, portion, agent)).Events)
                {
                    found.Enqueue(told.Sequence);
                    if (found.Count > count)
                        found.Dequeue();
                }
            }
            if (found.Count == count)
                break;
        }
        return found.TryPeek(out var first) ? first - 1 : last;
    }
}
