namespace Sweep.Experiments.Trials;

/// <summary>One grid point: hyperparameters including epochs. Its state and result are the coordinator's to know.</summary>
public sealed record Trial(TrialId Id, Hyperparameters Hyperparameters);

/// <summary>
/// <c>Pending → Running → Completed | Diverged | Failed | Cancelled</c>. Diverged (a loss that is not finite) is a result:
/// a learning-rate grid diverges by design.
/// </summary>
public enum TrialState { Pending, Running, Completed, Diverged, Failed, Cancelled }

/// <summary>
/// What a trial achieved. All values but the two of the best epoch are those after the trial's last epoch.
/// A diverged trial keeps the epoch's values as they were, not-a-number included.
/// </summary>
/// <param name="TrainLoss">Mean cross-entropy over the last epoch's training batches.</param>
/// <param name="ValLoss">Mean cross-entropy over the validation set.</param>
/// <param name="ValAccuracy">Share of validation images classified correctly, 0 to 1.</param>
/// <param name="BestEpoch">The epoch, up to the trial's last, with the best objective; 0 when no epoch was finite.</param>
/// <param name="BestEpochValAccuracy">Validation accuracy at that epoch.</param>
/// <param name="Seconds">Training and validation seconds of all epochs up to the last.</param>
public sealed record TrialResult(
    double TrainLoss, double ValLoss, double ValAccuracy, int BestEpoch, double BestEpochValAccuracy, double Seconds);
