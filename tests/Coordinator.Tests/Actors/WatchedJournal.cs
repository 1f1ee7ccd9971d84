using Sweep.Coordinator.Journal;

namespace Sweep.Coordinator.Tests.Actors;

/// <summary>A real journal with a gate before it, a list of what got through, and a way to break it.</summary>
internal sealed class WatchedJournal : IJournal
{
    private readonly Lock gate = new();
    private readonly List<JournalEvent> durable = [];
    private FileJournal inner = null!;
    private TaskCompletionSource? paused;
    private ManualResetEventSlim? resume;
    private bool broken;

    public IJournal Over(FileJournal journal)
    {
        inner = journal;
        return this;
    }

    public int Appends { get; private set; }

    public List<JournalEvent> Durable
    {
        get
        {
            lock (gate)
                return [.. durable];
        }
    }

    /// <summary>Done when an append is held up.</summary>
    public Task Paused => paused!.Task;

    public void Pause() => (paused, resume) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new());

    public void Resume() => resume!.Set();

    public void Break() => broken = true;

    public long LastSequence => inner.LastSequence;

    public IEnumerable<JournalEntry> ReadAfter(long sequence) => inner.ReadAfter(sequence);

    public IReadOnlyList<JournalEntry> Append(IReadOnlyList<JournalEvent> events)
    {
        if (broken)
            throw new IOException("No space left on device");
        paused?.TrySetResult();
        resume?.Wait();
        var entries = inner.Append(events);
        lock (gate)
        {
            Appends++;
            durable.AddRange(events);
        }
        return entries;
    }

    public void Dispose() => inner.Dispose();
}
