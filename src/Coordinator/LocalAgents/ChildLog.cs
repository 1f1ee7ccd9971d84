namespace Sweep.Coordinator.LocalAgents;

/// <summary>The lines that a child process prints, appended to a file. Safe to use from any thread, also after its end.</summary>
internal sealed class ChildLog(string file) : IDisposable
{
    private readonly StreamWriter lines = new(file, append: true) { AutoFlush = true };
    private readonly Lock gate = new();

    public void Add(string line)
    {
        lock (gate)
        {
            if (lines.BaseStream is { CanWrite: true })
                TryWrite(line);
        }
    }

    /// <summary>A full disk takes a line of a log, not the program.</summary>
    private void TryWrite(string line)
    {
        try
        {
            lines.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody waits for this line, and whoever needs the disk for more says that it is full.
        }
    }

    public void Dispose()
    {
        lock (gate)
            lines.Dispose();
    }
}
