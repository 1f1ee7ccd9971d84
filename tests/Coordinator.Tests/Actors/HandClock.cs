namespace Sweep.Coordinator.Tests.Actors;

/// <summary>Time that stands still until a test moves it.</summary>
internal sealed class HandClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero).Ticks;
    private long off;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    /// <summary>Somebody sets the machine's clock. No time passes by it.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref off, by.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks) + Interlocked.Read(ref off), TimeSpan.Zero);
    public override long GetTimestamp() => Interlocked.Read(ref ticks);
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
