namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// How long the latest epochs took, in seconds, by slot and kind of run: what placement goes by. A derived index, kept in step by
/// <see cref="CoordinatorState"/>. Not thread-safe.
/// </summary>
internal sealed class EpochPaces
{
    /// <summary>Of each slot and kind.</summary>
    private const int Kept = 8;

    private readonly Dictionary<(SlotName Slot, RunKind Kind), Queue<double>> bySlot = [];
    private readonly Dictionary<(string Device, RunKind Kind), Queue<double>> byDevice = [];

    /// <param name="device">The processor's or GPU's own name; null where it is not known any more.</param>
    public void Add(SlotName slot, string? device, RunKind kind, double seconds)
    {
        Add(bySlot, (slot, kind), seconds);
        if (device is not null)
            Add(byDevice, (device, kind), seconds);
    }

    /// <returns>The median of the latest; null where the slot has trained no such epoch.</returns>
    public double? Of(SlotName slot, RunKind kind) => bySlot.TryGetValue((slot, kind), out var latest) ? Median(latest) : null;

    /// <returns>The same, or that of slots with the same device.</returns>
    public double? Of(SlotName slot, string? device, RunKind kind) =>
        Of(slot, kind) ?? (device is not null && byDevice.TryGetValue((device, kind), out var latest) ? Median(latest) : null);

    /// <summary>Every slot that was measured, with how often and the median.</summary>
    public IEnumerable<(SlotName Slot, RunKind Kind, int Measured, double Seconds)> All =>
        bySlot.Select(entry => (entry.Key.Slot, entry.Key.Kind, entry.Value.Count, Median(entry.Value)));

    private static void Add<TKey>(Dictionary<TKey, Queue<double>> paces, TKey key, double seconds) where TKey : notnull
    {
        if (!paces.TryGetValue(key, out var latest))
            paces.Add(key, latest = new(Kept));
        if (latest.Count == Kept)
            latest.Dequeue();
        latest.Enqueue(seconds);
    }

    /// <summary>The lower one of two in the middle.</summary>
    private static double Median(Queue<double> latest)
    {
        double[] sorted = [.. latest];
        Array.Sort(sorted);
        return sorted[(sorted.Length - 1) / 2];
    }
}
