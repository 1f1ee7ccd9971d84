namespace Sweep.Coordinator.LocalAgents;

/// <summary>The last lines of a stream, kept to tell why a process ended. Safe to add to from any thread.</summary>
internal sealed class LastLines(int capacity)
{
    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > capacity)
                _lines.Dequeue();
        }
    }

    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }
}
