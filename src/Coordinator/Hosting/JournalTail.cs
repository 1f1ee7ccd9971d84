using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// The latest entries of the journal, so that whoever follows it does not have the files read again and again. Filled by the coordinator,
/// read by whoever asks.
/// </summary>
/// <param name="last">The journal's last entry when this begins.</param>
internal sealed class JournalTail(long last) : IJournalListener
{
    private const int Kept = 4096;

    private readonly Lock gate = new();
    private readonly Queue<JournalEntry> latest = new();
    private long last = last;

    /// <summary>The last entry that is on disk.</summary>
    public long Last
    {
        get
        {
            lock (gate)
                return last;
        }
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                latest.Enqueue(entry);
                last = entry.Sequence;
            }
            while (latest.Count > Kept)
                latest.Dequeue();
        }
    }

    /// <summary>At most so many entries after one; null where they are too long ago to be kept here.</summary>
    public IReadOnlyList<JournalEntry>? After(long sequence, int most)
    {
        lock (gate)
        {
            var kept = latest.TryPeek(out var oldest) ? oldest.Sequence : last + 1;
            return sequence + 1 < kept && sequence < last
                ? null
                : [.. latest.SkipWhile(entry => entry.Sequence <= sequence).Take(most)];
        }
    }
}
