using System.Diagnostics.CodeAnalysis;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// What came from a program, between the threads that read and the one that decides. Who reads waits while too much is there.
/// </summary>
/// <param name="most">Characters that may wait; one line more than that always may.</param>
internal sealed class LineQueue(int most)
{
    private readonly Queue<ProgramEvent> waiting = [];
    // A Lock has nothing to wait for.
#pragma warning disable IDE0330
    private readonly object gate = new();
#pragma warning restore IDE0330
    private int characters;

    public void Add(ProgramEvent what)
    {
        lock (gate)
        {
            while (characters > most)
                Monitor.Wait(gate);
            characters += what.Characters;
            waiting.Enqueue(what);
            Monitor.PulseAll(gate);
        }
    }

    public bool TryTake(TimeSpan patience, [NotNullWhen(true)] out ProgramEvent? what)
    {
        lock (gate)
        {
            if (waiting.Count == 0)
                Monitor.Wait(gate, patience);
            if (!waiting.TryDequeue(out what))
                return false;
            characters -= what.Characters;
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Whether anything that waits is as wished.</summary>
    public bool Any(Func<ProgramEvent, bool> wished)
    {
        lock (gate)
            return waiting.Any(wished);
    }
}
