using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// How long epochs have taken on this agent since its start, in seconds, by what that depends on. Of the last few of a kind the slowest
/// counts: it is asked whether another one certainly has time. Not thread-safe.
/// </summary>
internal sealed class EpochTimes
{
    private const int Kept = 5;

    private readonly Dictionary<EpochKind, Queue<double>> measured = [];

    public void Add(EpochKind kind, double seconds)
    {
        if (!measured.TryGetValue(kind, out var times))
            measured.Add(kind, times = new());
        times.Enqueue(seconds);
        if (times.Count > Kept)
            times.Dequeue();
    }

    /// <returns>Null where no such epoch was trained here.</returns>
    public double? Of(EpochKind kind) => measured.TryGetValue(kind, out var times) ? times.Max() : null;

    /// <summary>Of the kind that is fastest on a device.</summary>
    /// <returns>Null where no epoch was trained there.</returns>
    public double? FastestOn(string device)
    {
        double? fastest = null;
        foreach (var (kind, times) in measured)
            if (kind.Device == device && !(fastest <= times.Max()))
                fastest = times.Max();
        return fastest;
    }
}

/// <summary>What the duration of an epoch depends on.</summary>
/// <param name="Device">The processor's or GPU's own name.</param>
/// <param name="Code">Of the program that is run; null where the model is trained.</param>
internal sealed record EpochKind(
    string Device, DatasetSpec Dataset, ModelSpec Model, Precision Precision, int BatchSize, string? Code = null)
{
    public static EpochKind Of(Slot slot, RunOrder order) =>
        new(slot.Device.Slot.Model, order.Dataset, order.Model, order.Precision, order.Parameters.BatchSize, order.Program?.Code);
}
