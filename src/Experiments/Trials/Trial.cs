namespace Sweep.Experiments.Trials;

/// <summary>One grid point: hyperparameters including epochs. Its state and result are the coordinator's to know.</summary>
public sealed record Trial(TrialId Id, Hyperparameters Hyperparameters);

/// <summary>
/// <c>Pending → Running → Completed | Diverged | Failed | Cancelled</c>. Diverged (a loss that is not finite) is a result:
/// a learning-rate grid diverges by design.
/// </summary>
public enum TrialState { Pending, Running, Completed, Diverged, Failed, Cancelled }

/// <summary>
/// What a trial achieved. A diverged trial keeps the epoch's values as they were, not-a-number included.
/// </summary>
/// <param name="Values">What was measured after the trial's last epoch.</param>
/// <param name="BestEpoch">The epoch, up to the trial's last, with the best objective; 0 when no epoch was finite.</param>
/// <param name="BestEpochValues">What was measured after that epoch; null when no epoch was finite.</param>
/// <param name="Seconds">Training and validation seconds of all epochs up to the last.</param>
public sealed record TrialResult(MetricValues Values, int BestEpoch, MetricValues? BestEpochValues, double Seconds)
{
    /// <summary>Not a number where it was not measured; those below likewise.</summary>
    public double TrainLoss => Values[MetricNames.TrainLoss];

    public double ValLoss => Values[MetricNames.ValLoss];
    public double ValAccuracy => Values[MetricNames.ValAccuracy];
    public double BestEpochValAccuracy => BestEpochValues?[MetricNames.ValAccuracy] ?? double.NaN;
}
