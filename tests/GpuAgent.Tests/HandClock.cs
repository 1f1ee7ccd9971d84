namespace Sweep.GpuAgent.Tests;

/// <summary>A clock that moves only when it is told to. What waits for a timer waits in the machine's own time.</summary>
internal sealed class HandClock : TimeProvider
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    // Not from 0, which a timestamp never is.
    public override long GetTimestamp() => Noon.Ticks + Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => Noon.AddTicks(Interlocked.Read(ref ticks));
}
