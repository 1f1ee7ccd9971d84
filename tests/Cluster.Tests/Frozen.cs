namespace Sweep.Cluster.Tests;

/// <summary>Processes that stand still until they go on, or are killed as they stand.</summary>
internal sealed class Frozen
{
    private const int Continue = 18;
    private const int Stop = 19;

    public Frozen(IReadOnlyList<int> processes)
    {
        Processes = processes;
        foreach (var process in processes)
            Launched.TrySignal(process, Stop);
    }

    public IReadOnlyList<int> Processes { get; }

    public void Thaw()
    {
        foreach (var process in Processes)
            Launched.TrySignal(process, Continue);
    }
}
