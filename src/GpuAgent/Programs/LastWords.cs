namespace Sweep.GpuAgent.Programs;

/// <summary>The last lines of a stream, each cut to what a report can hold.</summary>
internal sealed class LastWords
{
    private const int Most = 20;
    private const int Longest = 500;

    private readonly Queue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public void Add(string line)
    {
        lines.Enqueue(line.Length > Longest ? line[..Longest] + "…" : line);
        if (lines.Count > Most)
            lines.Dequeue();
    }

    /// <summary>The end of a text about whoever printed them.</summary>
    public override string ToString() => lines.Count == 0 ? "" : $" It said:\n{string.Join('\n', lines)}";
}
