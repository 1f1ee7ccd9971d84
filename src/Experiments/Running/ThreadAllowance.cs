namespace Sweep.Experiments.Running;

/// <summary>
/// How many threads a trainer may compute with. It changes while it trains: a slot that has nothing to train leaves its core to the others.
/// What is trained does not depend on it.
/// </summary>
public sealed class ThreadAllowance
{
    private volatile int threads = 1;

    /// <summary>At least 1.</summary>
    public int Threads
    {
        get => threads;
        set => threads = Math.Max(1, value);
    }
}
