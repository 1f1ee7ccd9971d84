namespace Sweep.GpuAgent.Deciding;

/// <summary>How the tries to fetch one thing from the coordinator's store have gone. Times are monotonic.</summary>
/// <param name="Number">Of the try under way; null between two.</param>
/// <param name="Began">When it was tried first; null before.</param>
/// <param name="Failures">In a row.</param>
/// <param name="NotBefore">The next try is due.</param>
internal sealed record FetchTries(long? Number = null, TimeSpan? Began = null, int Failures = 0, TimeSpan NotBefore = default)
{
    public static readonly FetchTries None = new();

    public bool IsDue(TimeSpan now) => Number is null && NotBefore <= now;

    public FetchTries Try(long number, TimeSpan now) => this with { Number = number, Began = Began ?? now };

    public FetchTries Failed(TimeSpan now) =>
        this with { Number = null, Failures = Failures + 1, NotBefore = now + Backoff.After(Failures + 1) };

    /// <summary>Whether it has been tried for so long that another machine may well get what this one does not.</summary>
    public bool AreInVain(TimeSpan now, TimeSpan patience) => now - Began >= patience;
}
