namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// The last runs of a sweep, started a second time on a slot that is free, where that will be done sooner: at the end of a sweep one slow
/// slot keeps everybody waiting. The first result of an epoch is the one that counts, and the other slot is told to stop. Only between
/// slots with the same device: what two such slots train is the same, bit for bit.
/// </summary>
internal static class Stragglers
{
    /// <param name="slot">Free, and nothing waits for it.</param>
    /// <returns>The run by which most time is saved; null where none is worth it.</returns>
    public static RunState? Choose(CoordinatorState state, FreeSlot slot, DateTimeOffset now)
    {
        if (slot.Agent.Quarantine is not null)
            return null;
        RunState? best = null;
        var most = 0.0;
        foreach (var lease in state.ActiveLeases.OrderBy(lease => lease.Id.Number))
        {
            if (MayHave(slot, lease, state, now) && SecondsSaved(slot, lease, state.Paces, now) is { } saved && saved > most)
                (best, most) = (lease.Run, saved);
        }
        return best;
    }

    private static bool MayHave(FreeSlot slot, LeaseState lease, CoordinatorState state, DateTimeOffset now)
    {
        var (run, agent) = (lease.Run, slot.Agent);
        return run is { Open: true, SecondLease: null, Sweep: { Cancelled: false, Waiting.Count: 0 } }
            && lease.Provenance is not null && lease.Agent != agent.Name
            && state.Agent(lease.Agent)?.DeviceOf(lease.Slot) is { } device && device == agent.DeviceOf(slot.Number)
            && !run.Sweep.Bars(agent, now) && !run.IsTooBigFor(agent) && !agent.Tally.FailingRuns.Contains(run.Id)
            && !slot.LacksTimeFor(run, state.Paces);
    }

    /// <summary>Null where a slot was not measured, or where what is saved may be chance.</summary>
    private static double? SecondsSaved(FreeSlot slot, LeaseState lease, EpochPaces paces, DateTimeOffset now)
    {
        var run = lease.Run;
        if (paces.Of(slot.Name, run.Kind) is not { } here || paces.Of(new(lease.Agent, lease.Slot), run.Kind) is not { } there)
            return null;
        var goesOn = ((run.RemainingEpochs - 1) * there) + OfThisEpoch(lease, there, now);
        var anew = (run.Run.Epochs - (run.LatestCheckpoint?.Epoch ?? 0)) * here;
        return anew < goesOn * Placement.MuchFaster ? goesOn - anew : null;
    }

    /// <summary>What is left of the epoch under way. One that is overdue takes as long again as it is old: nobody knows better.</summary>
    private static double OfThisEpoch(LeaseState lease, double usual, DateTimeOffset now)
    {
        var began = lease.Run.Curve.Last is { } last && last.At > lease.StartedAt ? last.At : lease.StartedAt!.Value;
        var old = Math.Max(0, (now - began).TotalSeconds);
        return old < usual ? usual - old : old;
    }
}
