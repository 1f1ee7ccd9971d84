using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// One point of a run's curve: the first durable result of the epoch, the lease that brought it and the checkpoint after it.
/// </summary>
/// <param name="Checkpoint">Null after a diverged epoch, and where a person's program keeps none.</param>
/// <param name="At">When it was recorded.</param>
internal sealed record EpochRecord(EpochMetrics Metrics, CheckpointReference? Checkpoint, LeaseId Lease, DateTimeOffset At);
