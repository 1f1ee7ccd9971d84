using Prometheus;
using Sweep.Coordinator.Journal;

namespace Sweep.Coordinator.Measuring;

/// <summary>A journal whose appends are timed, those that fail included.</summary>
internal sealed class TimedJournal(IJournal journal, IObserver seconds, TimeProvider time) : IJournal
{
    public long LastSequence => journal.LastSequence;

    public IEnumerable<JournalEntry> ReadAfter(long sequence) => journal.ReadAfter(sequence);

    public IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEvent> events)
    {
        var began = time.GetTimestamp();
        try
        {
            return journal.Append(events);
        }
        finally
        {
            seconds.Observe(time.GetElapsedTime(began).TotalSeconds);
        }
    }

    public void Dispose() => journal.Dispose();
}
