namespace Sweep.Protocol.Tests.Keys;

/// <summary>A clock that says what it is told to.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
