namespace Sweep.Coordinator.Cli;

/// <summary>
/// Ctrl-C and SIGTERM, counted: the first asks to come to a good end, the second to stop now. Safe to call from a signal handler.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource first = new();
    private readonly CancellationTokenSource second = new();
    private int count;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => first.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Insisted => second.Token;

    /// <returns>False from the third signal on: whoever still waits has had its chance.</returns>
    public bool Signal()
    {
        switch (Interlocked.Increment(ref count))
        {
            case 1: first.Cancel(); return true;
            case 2: second.Cancel(); return true;
            default: return false;
        }
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
