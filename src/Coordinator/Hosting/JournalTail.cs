using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;

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
    private TaskCompletionSource sweepEnds = NewEnd();

    /// <summary>The last entry that is on disk.</summary>
    public long Last
    {
        get
        {
            lock (gate)
                return last;
        }
    }

    /// <summary>Completes when a sweep next has nothing left to train.</summary>
    public Task SweepEnds => Volatile.Read(ref sweepEnds).Task;

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        if (entries.Any(entry => entry.Event is LeaseEnded ended && HasEndedItsSweep(ended.Run, state)))
            Interlocked.Exchange(ref sweepEnds, NewEnd()).SetResult();
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

    private static bool HasEndedItsSweep(RunId run, CoordinatorState state) =>
        state.Run(run) is { Open: false } ended && state.IsFinished(ended.Sweep);

    private static TaskCompletionSource NewEnd() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
