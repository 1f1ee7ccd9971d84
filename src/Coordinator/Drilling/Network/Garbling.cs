namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// What becomes of a message while a network garbles: it arrives twice, or after others that were sent later, or never. That is what
/// at-least-once delivery without order means, drawn far more often than a real network has it.
/// </summary>
internal sealed class Garbling
{
    private const double DoubledShare = 0.3;
    private const double DelayedShare = 0.3;
    private const double LostShare = 0.1;
    private const int LongestDelayMilliseconds = 700;

    private readonly Lock gate = new();
    private Random random = new(0);
    private volatile bool on;
    private long doubled;
    private long delayed;
    private long lost;

    public long Doubled => Interlocked.Read(ref doubled);
    public long Delayed => Interlocked.Read(ref delayed);
    public long Lost => Interlocked.Read(ref lost);

    public void Begin(int seed)
    {
        lock (gate)
            random = new(seed);
        on = true;
    }

    public void End() => on = false;

    /// <summary>When the message is to be sent: now is zero, twice are two times, never is none.</summary>
    public IReadOnlyList<TimeSpan> Times()
    {
        if (!on)
            return [TimeSpan.Zero];
        lock (gate)
        {
            switch (random.NextDouble())
            {
                case < DoubledShare:
                    doubled++;
                    return [TimeSpan.Zero, Later()];
                case < DoubledShare + DelayedShare:
                    delayed++;
                    return [Later()];
                case < DoubledShare + DelayedShare + LostShare:
                    lost++;
                    return [];
                default:
                    return [TimeSpan.Zero];
            }
        }
    }

    private TimeSpan Later() => TimeSpan.FromMilliseconds(random.Next(1, LongestDelayMilliseconds));
}
