using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// Something to be done in the world. The orders of one event are done in order, each whether or not the disk let the one before it be
/// done; what must not happen without an earlier thing is ordered only when that is known to be done.
/// </summary>
internal abstract record AgentOrder
{
    private protected AgentOrder() { }
}

/// <summary>Say this to the coordinator, once.</summary>
internal sealed record Say(ISweepMessage Message) : AgentOrder;

/// <summary>Say this to the coordinator again and again, in place of what was said so before.</summary>
internal sealed record KeepSaying(Heartbeat Heartbeat, TimeSpan Every) : AgentOrder;

/// <summary>Look whether what a run needs is on this machine.</summary>
internal sealed record LookForSupply(int Slot, LeaseId Lease, Supply Wanted) : AgentOrder;

/// <summary>Fetch something from the coordinator that runs need; answered by <see cref="SupplyFetched"/>.</summary>
/// <param name="Number">Never used twice.</param>
internal sealed record FetchSupply(long Number, Supply Wanted, StoreAddress From) : AgentOrder;

/// <summary>Look on this machine for the checkpoint to continue from, and whether it is what was written.</summary>
internal sealed record LookForCheckpoint(int Slot, LeaseId Lease, CheckpointReference Checkpoint) : AgentOrder;

/// <summary>Fetch a checkpoint; answered by <see cref="FetchAnswered"/>.</summary>
/// <param name="Number">Never used twice.</param>
internal sealed record Fetch(long Number, CheckpointReference Checkpoint, StoreAddress From) : AgentOrder;

/// <summary>What that fetch brings, or has brought, is not wanted.</summary>
internal sealed record CallOff(long Number) : AgentOrder;

/// <summary>Keep what a fetch has brought.</summary>
internal sealed record TakeOver(long Number, int Slot, LeaseId Lease, RunId Run, CheckpointReference Checkpoint) : AgentOrder;

/// <summary>Make the slot's work folder anew, empty.</summary>
/// <param name="Code">What the run's code is named by; null where it has none.</param>
internal sealed record MakeFolder(int Slot, LeaseId Lease, string? Code = null) : AgentOrder;

/// <param name="Trainer">Never used twice.</param>
internal sealed record StartTrainer(int Slot, long Trainer) : AgentOrder;

internal sealed record Tell(long Trainer, TrainerOrder What) : AgentOrder;

internal sealed record Kill(long Trainer) : AgentOrder;

/// <summary>Take over the checkpoint that a trainer wrote; it is on disk when this is done.</summary>
internal sealed record Adopt(int Slot, LeaseId Lease, RunId Run, EpochMetrics Metrics, string File) : AgentOrder;

/// <summary>Add a report to the outbox; it is on disk when this is done.</summary>
/// <param name="Slot">Where it was trained; null where an earlier process trained it.</param>
internal sealed record Note(int? Slot, Report Report) : AgentOrder;

/// <summary>The coordinator has the report of that number.</summary>
/// <param name="IsLast">Whether nothing else waits.</param>
internal sealed record Drop(long Number, bool IsLast) : AgentOrder;

/// <summary>No report that waits names the checkpoint.</summary>
internal sealed record Release(string Sha256) : AgentOrder;

/// <summary>Ask the coordinator's store whether it has a checkpoint.</summary>
/// <param name="Question">Never used twice; the answer names it.</param>
internal sealed record AskStore(string Sha256, long Question, StoreAddress At) : AgentOrder;

/// <summary>Send a checkpoint to the coordinator's store.</summary>
internal sealed record SendToStore(string Sha256, long Question, StoreAddress At) : AgentOrder;

/// <summary>See whether the checkpoint here is what its name says.</summary>
internal sealed record CheckCopy(string Sha256, long Question) : AgentOrder;

internal enum Importance { Debug, Information, Warning, Error }

/// <summary>Tell the operator.</summary>
/// <param name="Template">With the names of <paramref name="Values"/> in braces.</param>
internal sealed record Write(Importance Importance, string Template, ImmutableArray<object?> Values) : AgentOrder
{
    /// <summary>What was trained when it happened, by which the line is found where the template does not name it; null for none.</summary>
    public Assign? About { get; init; }
}
