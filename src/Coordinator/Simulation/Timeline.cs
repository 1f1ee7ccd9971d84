namespace Sweep.Coordinator.Simulation;

/// <summary>What is yet to happen in a lab, by virtual time; what falls together happens in the order in which it was planned.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long At, long Order)> future = new();
    private long order;

    /// <summary>Since the lab began.</summary>
    public TimeSpan Now { get; private set; }

    public long Steps { get; private set; }

    public void After(TimeSpan wait, Action what) =>
        future.Enqueue(what, ((Now + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero)).Ticks, order++));

    /// <returns>False where nothing is left to happen.</returns>
    public bool Step()
    {
        if (!future.TryDequeue(out var what, out var when))
            return false;
        Now = new(when.At);
        Steps++;
        what();
        return true;
    }
}
