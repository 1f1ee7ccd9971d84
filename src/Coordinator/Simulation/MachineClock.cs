namespace Sweep.Coordinator.Simulation;

/// <summary>
/// The two clocks of a simulated machine: one that people set, and one that nobody sets but which may stand still while the machine sleeps.
/// </summary>
internal sealed class MachineClock(Timeline timeline) : TimeProvider
{
    private static readonly DateTimeOffset Began = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A machine has been up for a while when a lab begins.</summary>
    private static readonly TimeSpan UpBefore = TimeSpan.FromHours(1);

    private TimeSpan stoodStill;
    private TimeSpan off;

    public TimeSpan Elapsed => UpBefore + timeline.Now - stoodStill;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Began + timeline.Now + off;

    /// <summary>Somebody sets the wall clock.</summary>
    public void Jump(TimeSpan by) => off += by;

    /// <summary>The wall clock is right again.</summary>
    public void SetRight() => off = TimeSpan.Zero;

    /// <summary>The machine slept, and what counts without being set did not count.</summary>
    public void StoodStill(TimeSpan asleep) => stoodStill += asleep;
}
