using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Forecasting;

/// <summary>What the journal says about how long epochs take here: of the latest leases, for machines change.</summary>
internal static class MeasuredPaces
{
    private const int Leases = 500;

    /// <summary>Of each slot and kind of run.</summary>
    private const int EpochsEach = 50;

    public static PaceBook Of(CoordinatorState state)
    {
        var (epochs, overheads) = (new List<MeasuredEpoch>(), new List<(RunKind, double)>());
        var counts = new Dictionary<(SlotName, RunKind), int>();
        for (var number = state.LastLease.Number; number > Math.Max(0, state.LastLease.Number - Leases); number--)
        {
            if (state.Lease(new(number)) is not { } lease)
                continue;
            var (slot, kind) = (new SlotName(lease.Agent, lease.Slot), RunKind.Of(lease.Run.Sweep.Spec, lease.Run.Run.Parameters));
            var device = state.Agent(lease.Agent)?.Slots.FirstOrDefault(s => s.Number == lease.Slot)?.Model ?? "";
            var seconds = SecondsOf(lease);
            var room = EpochsEach - counts.GetValueOrDefault((slot, kind));
            epochs.AddRange(seconds.TakeLast(room).Select(s => new MeasuredEpoch(slot, device, kind, s)));
            counts[(slot, kind)] = EpochsEach - room + Math.Min(seconds.Count, room);
            if (lease is { Outcome: Outcome.Completed, EndedAt: { } ended } && seconds.Count == lease.ToEpoch - lease.FromEpoch)
                overheads.Add((kind, (ended - lease.GrantedAt).TotalSeconds - seconds.Sum()));
        }
        return new(epochs, overheads);
    }

    /// <summary>Epochs recorded under this lease. A diverged one ends where its loss did, and says nothing about a whole one.</summary>
    private static List<double> SecondsOf(LeaseState lease)
    {
        var curve = lease.Run.Curve;
        var seconds = new List<double>();
        for (var i = lease.FromEpoch; i < Math.Min(lease.ToEpoch, curve.Count); i++)
        {
            if (curve.LeaseOf(i) == lease.Id && !(curve.Diverged && i == curve.Count - 1))
                seconds.Add(curve.SecondsOf(i));
        }
        return seconds;
    }
}
