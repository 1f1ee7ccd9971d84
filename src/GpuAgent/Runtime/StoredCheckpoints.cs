namespace Sweep.GpuAgent.Runtime;

/// <summary>
/// Checkpoints that the coordinator's store had when it was last asked, and that reports are yet to name. Not thread-safe.
/// </summary>
internal sealed class StoredCheckpoints(TimeProvider time)
{
    /// <summary>
    /// After so long the store is asked again. It keeps for half an hour what nobody has named, counted from the last question.
    /// </summary>
    internal static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (long Elapsed, DateTimeOffset Wall)> asked = [];
    private readonly HashSet<string> known = [];

    public IReadOnlyList<string> All => [.. asked.Keys];

    /// <summary>
    /// Those to ask about again. Monotonic time stands still while a machine sleeps and the wall clock can be set: whichever says that it
    /// is long ago is believed, since a question too many costs nothing.
    /// </summary>
    public IReadOnlyList<string> Old =>
        [.. asked
            .Where(entry => time.GetElapsedTime(entry.Value.Elapsed) >= AskAgainAfter
                || (time.GetUtcNow() - entry.Value.Wall).Duration() >= AskAgainAfter)
            .Select(entry => entry.Key)];

    public bool Contains(string sha256) => asked.ContainsKey(sha256);

    /// <returns>Whether it was not there before: false where the question was asked again.</returns>
    public bool Add(string sha256)
    {
        asked[sha256] = (time.GetTimestamp(), time.GetUtcNow());
        return known.Add(sha256);
    }

    /// <summary>What the store answered before does not count any more.</summary>
    public void AskAgain(string sha256) => asked.Remove(sha256);

    /// <summary>No report will name it any more.</summary>
    public void Remove(string sha256)
    {
        asked.Remove(sha256);
        known.Remove(sha256);
    }
}
