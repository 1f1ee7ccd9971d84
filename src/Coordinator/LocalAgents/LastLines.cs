namespace Sweep.Coordinator.LocalAgents;

/// <summary>The last lines of a stream, kept to tell why a process ended. Safe to add to from any thread.</summary>
internal sealed class LastLines(int capacity)
{
    private readonly Queue<string> lines = new();
    private readonly Lock gate = new();

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > capacity)
                lines.Dequeue();
        }
    }

    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (gate)
                return [.. lines];
        }
    }
}
