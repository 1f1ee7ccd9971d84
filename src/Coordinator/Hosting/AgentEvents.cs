using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Journal;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting;

/// <summary>What the journal says of one agent, a page at a time: who an entry is about, only the coordinator's state tells.</summary>
internal static class AgentEvents
{
    /// <summary>Entries that are looked through at once.</summary>
    private const int Portion = 4000;

    /// <summary>Puts entries into words; what is about another agent than the one that is named is left out.</summary>
    public delegate Task<EventPage> Wording(long after, IReadOnlyList<JournalEntry> entries, string? agent);

    /// <summary>A page of what is about one agent, however far apart that stands.</summary>
    /// <param name="since">As it was asked for: a negative number is counted from the end of what is about the agent.</param>
    /// <param name="last">The journal's last entry.</param>
    /// <param name="entries">Those after one, up to the last.</param>
    public static async Task<EventPage> Page(
        string agent, long since, long last, Func<long, IEnumerable<JournalEntry>> entries, Wording wording)
    {
        var after = since < 0 ? await FromTheEnd(agent, -Math.Max(since, -long.MaxValue), last, entries, wording) : since;
        var told = new List<EventView>();
        foreach (var portion in entries(after).Chunk(Portion))
        {
            told.AddRange((await wording(after, portion, agent)).Events);
            after = portion[^1].Sequence;
            if (told.Count < EventPages.Length)
                continue;
            told.RemoveRange(EventPages.Length, told.Count - EventPages.Length);
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
