namespace Sweep.Experiments.Running;

/// <summary>Says of every epoch of an order whether a checkpoint of it is to be kept. Not thread-safe.</summary>
public sealed class CheckpointsKept(RunOrder order)
{
    private int last = order.FromEpoch;
    private double seconds;
    private EpochMetrics? latest;

    /// <summary>An epoch is trained.</summary>
    public void Add(EpochMetrics metrics)
    {
        latest = metrics;
        seconds += metrics.Seconds;
    }

    /// <summary>Whether the last epoch that was added is to have one.</summary>
    /// <param name="stops">Whether the run ends there, to be continued elsewhere.</param>
    public bool IsDue(bool stops) => latest is { Epoch: var epoch } && (
        order.Checkpoints is not { } plan || stops || epoch >= order.ToEpoch || plan.Milestones.Contains(epoch)
        || plan.Every.IsDue(epoch - last, seconds, latest.Seconds));

    /// <summary>The checkpoint after an epoch is there.</summary>
    public void Keep(int epoch) => (last, seconds) = (epoch, 0);
}
