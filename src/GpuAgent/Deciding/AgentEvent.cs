using Sweep.Experiments.Running;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// Something that an agent takes note of. What came of an order to the disk follows that order before anything else does, but for what came
/// of <see cref="Note"/>, which may be a while later: whoever gives the events sees to it.
/// </summary>
internal abstract record AgentEvent
{
    private protected AgentEvent() { }
}

/// <summary>There is a new way to the coordinator; what was said on the one before may never have arrived.</summary>
/// <param name="Place">The coordinator's <c>host:port</c>.</param>
internal sealed record LineOpened(string Place) : AgentEvent;

/// <summary>There is no way to the coordinator until another is opened.</summary>
internal sealed record LineClosed : AgentEvent;

/// <summary>A coordinator has joined the cluster or is in reach again: perhaps another process than the one that this agent knew.</summary>
internal sealed record CoordinatorUp : AgentEvent;

/// <summary>What is said from here on goes in a session that the coordinator has just opened.</summary>
internal sealed record SessionOpened : AgentEvent
{
    public static readonly SessionOpened Instance = new();
}

/// <summary>The coordinator opens no session.</summary>
/// <param name="Reason">Why.</param>
internal sealed record SessionNotOpened(string Reason) : AgentEvent;

/// <summary>The coordinator says something. It has passed the gate.</summary>
internal sealed record Heard(ISweepMessage Message) : AgentEvent;

/// <summary>The agent is to stop: every run ends at its epoch's end, and no work is taken any more.</summary>
internal sealed record Leave(string Reason) : AgentEvent;

/// <summary>How the machine's GPUs are doing, every half minute or so; never where none is trained on.</summary>
internal sealed record GpusSeen(IReadOnlyList<GpuReading> Readings) : AgentEvent
{
    /// <summary>What the kernel's log says, of GPUs that the driver lists no longer too.</summary>
    public IReadOnlyList<GpuFault> Faults { get; init; } = [];
}

/// <summary>The process ends; trainers end with it.</summary>
internal sealed record AgentEnds : AgentEvent;

/// <summary>Time has passed: every second or so.</summary>
internal sealed record Tick : AgentEvent
{
    public static readonly Tick Instance = new();
}

internal sealed record TrainerSaid(long Trainer, TrainerEvent What) : AgentEvent;

internal sealed record TrainerExited(long Trainer, TrainerExit Exit) : AgentEvent;

/// <summary>What came of <see cref="LookForSupply"/>.</summary>
/// <param name="Lacks">Whether it is to be fetched.</param>
internal sealed record SupplyLookedFor(int Slot, LeaseId Lease, bool Lacks) : AgentEvent;

/// <summary>What came of <see cref="FetchSupply"/>.</summary>
internal sealed record SupplyFetched(long Number, StoreAnswer Answer) : AgentEvent;

/// <summary>
/// The checkpoint to continue from: looked for by <see cref="LookForCheckpoint"/>, or taken over by <see cref="TakeOver"/>.
/// </summary>
/// <param name="File">Null where it is not here, or not what was written.</param>
internal sealed record CheckpointLookedFor(int Slot, LeaseId Lease, string? File) : AgentEvent;

/// <summary><see cref="MakeFolder"/> is done.</summary>
/// <param name="Code">Where the code of the run lies; null where it has none.</param>
internal sealed record FolderMade(int Slot, LeaseId Lease, string Folder, string? Code = null) : AgentEvent;

/// <summary><see cref="StartTrainer"/> is done.</summary>
internal sealed record TrainerStarted(int Slot, long Trainer) : AgentEvent;

/// <summary>The program of <see cref="StartTrainer"/> cannot be started, whatever the disk says.</summary>
internal sealed record TrainerNotStarted(int Slot, long Trainer, string Reason) : AgentEvent;

/// <summary><see cref="Adopt"/> is done: the checkpoint is on disk, under its own name.</summary>
internal sealed record Adopted(int Slot, LeaseId Lease, EpochMetrics Metrics, CheckpointReference Checkpoint) : AgentEvent;

/// <summary><see cref="Note"/> is done: the report is on disk.</summary>
internal sealed record Noted(int? Slot, Report Report) : AgentEvent;

/// <summary>The disk did not let an order be done.</summary>
/// <param name="Kind">What kind of error it was, for the log.</param>
internal sealed record DiskRefused(AgentOrder Order, string Reason, string Kind) : AgentEvent;

/// <summary>What came of <see cref="AskStore"/> or <see cref="SendToStore"/>.</summary>
internal sealed record StoreAnswered(string Sha256, long Question, StoreAnswer Answer) : AgentEvent;

/// <summary>So many bytes of the checkpoint are out.</summary>
internal sealed record UploadAdvanced(string Sha256, long Bytes) : AgentEvent;

/// <summary>What this machine has of a checkpoint.</summary>
internal enum OwnCopy { Missing, Damaged, Sound }

/// <summary>What came of <see cref="CheckCopy"/>; of <see cref="SendToStore"/> too, where there is nothing to send.</summary>
internal sealed record CopyChecked(string Sha256, long Question, OwnCopy Copy) : AgentEvent;

/// <summary>What came of <see cref="Fetch"/>.</summary>
internal sealed record FetchAnswered(long Number, StoreAnswer Answer) : AgentEvent;
