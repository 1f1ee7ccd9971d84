namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// The runs of one sweep that wait for a slot, longest remaining first (a short tail at the sweep's end), ties in plan order.
/// A derived index: kept in step by <see cref="CoordinatorState"/>, in O(log n) for a change.
/// </summary>
internal sealed class OpenRuns
{
    private readonly SortedSet<Key> waiting = [];

    public int Count => waiting.Count;

    /// <summary>In the order in which they are to be trained.</summary>
    public IEnumerable<RunState> InOrder => waiting.Select(key => key.Run);

    public bool Contains(RunState run) => run.OpenKey is { } key && waiting.Contains(key);

    public void Update(RunState run)
    {
        Key? now = run.Open && run.CurrentLease is null ? new Key(run.RemainingEpochs, run.PlanIndex, run) : null;
        if (now == run.OpenKey)
            return;
        if (run.OpenKey is { } before)
            waiting.Remove(before);
        if (now is { } key)
            waiting.Add(key);
        run.OpenKey = now;
    }

    /// <summary>Starts anew, for when the places of many runs change at once.</summary>
    public void Rebuild(IEnumerable<RunState> runs)
    {
        waiting.Clear();
        foreach (var run in runs)
        {
            run.OpenKey = null;
            Update(run);
        }
    }

    internal readonly record struct Key(int Remaining, int PlanIndex, RunState Run) : IComparable<Key>
    {
        public int CompareTo(Key other) =>
            Remaining != other.Remaining ? other.Remaining.CompareTo(Remaining) : PlanIndex.CompareTo(other.PlanIndex);
    }
}
