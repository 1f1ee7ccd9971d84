using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Reporting.Answers;

/// <summary>Where an epoch of a run came from: the lease that brought it, and the checkpoint after it.</summary>
/// <param name="Checkpoint">Null after a diverged epoch. Its blob may have been collected since, unless a trial ends at this epoch.</param>
public sealed record EpochOrigin(int Epoch, LeaseId Lease, CheckpointReference? Checkpoint);
