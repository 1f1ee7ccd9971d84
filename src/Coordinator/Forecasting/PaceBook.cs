using System.Collections.Concurrent;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Forecasting;

/// <summary>One measured epoch.</summary>
/// <param name="Device">The processor's or GPU's own name: slots on equal devices lend each other their pace.</param>
internal readonly record struct MeasuredEpoch(SlotName Slot, string Device, RunKind Kind, double Seconds);

/// <summary>
/// The measured seconds of an epoch, by slot and kind of run. A slot that has not trained such runs borrows: from slots with the same
/// device, then from all slots, then the same of runs that differ in batch size. May be asked from any thread.
/// </summary>
/// <param name="overheads">Seconds of finished attempts that were not spent in epochs: loading data, moving checkpoints.</param>
internal sealed class PaceBook(IReadOnlyCollection<MeasuredEpoch> epochs, IReadOnlyCollection<(RunKind Kind, double Seconds)> overheads)
{
    private readonly ConcurrentDictionary<(SlotName, string, RunKind), (Pace? Pace, bool Borrowed)> known = [];
    private readonly Dictionary<RunKind, Pace> overheads =
        overheads.GroupBy(o => o.Kind).ToDictionary(g => g.Key, g => Pace.Of(g.Select(o => o.Seconds))!);

    public int Epochs => epochs.Count;

    /// <returns>Seconds of an epoch; null where no such run was ever measured.</returns>
    public Pace? EpochOn(SlotName slot, string device, RunKind kind) => Look(slot, device, kind).Pace;

    public bool IsBorrowed(SlotName slot, string device, RunKind kind) => Look(slot, device, kind) is (not null, true);

    /// <summary>What an attempt costs beside its epochs.</summary>
    public Pace OverheadOf(RunKind kind) => overheads.GetValueOrDefault(kind) ?? Pace.None;

    private (Pace? Pace, bool Borrowed) Look(SlotName slot, string device, RunKind kind) => known.GetOrAdd((slot, device, kind), _ =>
        Measured(e => e.Slot == slot && e.Kind == kind) is { } own ? (own, false) : (Borrowed(device, kind), true));

    private Pace? Borrowed(string device, RunKind kind) =>
        Measured(e => e.Device == device && e.Kind == kind) ?? Measured(e => e.Kind == kind)
        ?? Measured(e => e.Device == device && e.Kind.IsNear(kind)) ?? Measured(e => e.Kind.IsNear(kind));

    private Pace? Measured(Func<MeasuredEpoch, bool> such) => Pace.Of(epochs.Where(such).Select(e => e.Seconds));
}
