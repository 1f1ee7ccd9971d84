namespace Sweep.Coordinator.Coordinating;

/// <summary>How many epochs are recorded in a minute, over the last five. Time is monotonic.</summary>
internal sealed class Throughput
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Less than this says nothing.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private readonly Queue<TimeSpan> recorded = new();
    private TimeSpan? began;

    /// <summary>Training has begun: counting starts with the first.</summary>
    public void Began(TimeSpan at) => began ??= at;

    public void Recorded(TimeSpan at)
    {
        Began(at);
        recorded.Enqueue(at);
        Forget(at);
    }

    /// <returns>Null until there was time to count.</returns>
    public double? EpochsPerMinute(TimeSpan now)
    {
        Forget(now);
        var counted = began is { } first ? now - first < Window ? now - first : Window : TimeSpan.Zero;
        return counted < Least ? null : recorded.Count / counted.TotalMinutes;
    }

    private void Forget(TimeSpan now)
    {
        while (recorded.TryPeek(out var oldest) && now - oldest > Window)
            recorded.Dequeue();
    }
}
