namespace Sweep.Protocol.Hosting;

/// <summary>
/// Which of the nodes that should be seen have been out of sight for too long. They are looked at every second or so: a gap between two
/// looks
/// says that this node itself was asleep or starved, and is held against nobody.
/// </summary>
/// <param name="patience">How long a node may be out of sight.</param>
/// <param name="longestGap">Looks further apart than this begin anew.</param>
internal sealed class Sightings<TNode>(TimeSpan patience, TimeSpan longestGap) where TNode : notnull
{
    private readonly Dictionary<TNode, TimeSpan> unseenSince = [];
    private TimeSpan lastLook;

    /// <param name="now">Monotonic.</param>
    /// <param name="unseen">The nodes out of sight just now.</param>
    /// <returns>Those that have been for longer than the patience, in every look of that time.</returns>
    public IReadOnlyList<TNode> Look(TimeSpan now, IReadOnlyCollection<TNode> unseen)
    {
        var slept = now - lastLook > longestGap;
        lastLook = now;
        foreach (var seen in unseenSince.Keys.Where(node => slept || !unseen.Contains(node)).ToList())
            unseenSince.Remove(seen);
        foreach (var node in unseen)
            unseenSince.TryAdd(node, now);
        return [.. unseenSince.Where(entry => now - entry.Value >= patience).Select(entry => entry.Key)];
    }
}
