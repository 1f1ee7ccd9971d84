using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Protocol.Messages;

/// <summary>A place on an agent that trains one run at a time.</summary>
/// <param name="Device">For instance <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Model">The processor's or GPU's own name.</param>
public sealed record SlotDescription(int Number, string Device, string Model);

/// <summary>
/// Sent by an agent whenever it meets the coordinator anew: at its own start, and when the coordinator restarted.
/// </summary>
/// <param name="Agent">The agent's name, stable across its restarts and unique in the lab.</param>
/// <param name="Incarnation">New with every start of the agent's process.</param>
/// <param name="Running">Leases whose trainers are at work right now; the coordinator adopts them.</param>
/// <param name="Unacknowledged">Reports waiting in the outbox.</param>
/// <param name="Home">
/// The agent's home folder, by a number made with it. A process of the same name with the same home is the agent restarted; one with
/// another home is another machine that was given the name by mistake. Null from older agents.
/// </param>
/// <param name="Reporting">As in <see cref="Heartbeat"/>, and so <paramref name="Ahead"/>.</param>
public sealed record Register(
    string Agent,
    Guid Incarnation,
    int ProtocolVersion,
    string Host,
    string Program,
    ImmutableArray<SlotDescription> Slots,
    ImmutableArray<LeaseId> Running,
    int Unacknowledged,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Home = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<LeaseId>? Reporting = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<LeaseId>? Ahead = null) : ISweepMessage
{
    /// <summary>Leases that the agent trains under, or will.</summary>
    [JsonIgnore]
    public IEnumerable<LeaseId> Working => Ahead is { IsDefault: false } ahead ? Running.Concat(ahead) : Running;

    /// <summary>Every lease that the agent holds on to.</summary>
    [JsonIgnore]
    public IEnumerable<LeaseId> Held => Reporting is { IsDefault: false } reporting ? Working.Concat(reporting) : Working;
}

/// <summary>
/// Asks for a run. Resent on a timer until answered by <see cref="Assign"/>, <see cref="NoWork"/> or <see cref="Drain"/>.
/// </summary>
/// <param name="SecondsLeft">
/// For how long its machine is lent: no run is wanted of which an epoch takes longer. Left out where it is for ever, and by older agents.
/// </param>
/// <param name="Ahead">
/// True where the slot trains a run and asks for the one after it; only said to a coordinator that leases ahead.
/// </param>
public sealed record RequestWork(
    string Agent, Guid Incarnation, int Slot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? SecondsLeft = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Ahead = null) : ISweepMessage;

/// <summary>Renews leases. Sent every few seconds; losing one costs nothing.</summary>
/// <param name="Running">Leases whose trainers are at work.</param>
/// <param name="Reporting">
/// Leases that nobody trains under any more, whose reports wait in the outbox and are still to be delivered. Left out where there are none,
/// and by older agents.
/// </param>
/// <param name="Trouble">What keeps the agent from its work, one sentence with the remedy. Null where nothing does.</param>
/// <param name="Unfit">
/// True where hardware has failed below every slot, so that what was computed last may be wrong; the trouble says what. Null where it has
/// not, and from older agents.
/// </param>
/// <param name="Gpus">How each GPU that is trained on does. Left out where there is none or nothing is known, and by older agents.</param>
/// <param name="Ahead">
/// Leases of the runs that slots train next, when those that they train now are over. Left out where there are none, and by older agents.
/// </param>
public sealed record Heartbeat(
    string Agent,
    Guid Incarnation,
    ImmutableArray<LeaseId> Running,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<LeaseId>? Reporting = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trouble = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Unfit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<GpuFigures>? Gpus = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<LeaseId>? Ahead = null) : ISweepMessage
{
    /// <summary>In characters.</summary>
    public const int LongestTrouble = 400;

    /// <summary>Leases that the agent trains under, or will.</summary>
    [JsonIgnore]
    public IEnumerable<LeaseId> Working => Ahead is { IsDefault: false } ahead ? Running.Concat(ahead) : Running;

    /// <summary>Every lease that the agent holds on to.</summary>
    [JsonIgnore]
    public IEnumerable<LeaseId> Held => Reporting is { IsDefault: false } reporting ? Working.Concat(reporting) : Working;
}

/// <summary>How a GPU does just now, as its driver says.</summary>
/// <param name="Device">As <see cref="SlotDescription.Device"/> of the slots that train there.</param>
/// <param name="UsedMiB">Of its memory, by all programs.</param>
/// <param name="TotalMiB">Of its memory.</param>
/// <param name="Celsius">Its temperature; left out where the driver does not say.</param>
public sealed record GpuFigures(
    string Device, long UsedMiB, long TotalMiB,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Celsius = null);

/// <summary>Where a trainer is. Lossy.</summary>
/// <param name="TrainLoss">Mean training loss of the epoch so far.</param>
/// <param name="Incarnation">Of the process that sends it; null from older agents.</param>
public sealed record Progress(
    string Agent,
    LeaseId Lease,
    int Epoch,
    int Step,
    int Steps,
    double TrainLoss,
    double ImagesPerSecond,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Incarnation = null) : ISweepMessage;

/// <summary>
/// A fact that must not be lost: kept in the agent's outbox, on disk, and resent in order until acknowledged.
/// </summary>
/// <param name="Number">Rises by one within an agent's outbox, across its restarts; the acknowledgement names it.</param>
/// <param name="Run">
/// The run that <paramref name="Lease"/> was for. Lease numbers are unique within a home only: an outbox that was filled under
/// one coordinator and is emptied into another must not speak of a run that it never trained. Null from older agents.
/// </param>
/// <param name="Incarnation">
/// Of the process that sends it, which need not be the one that trained; null in the outbox, and from older agents.
/// </param>
public sealed record Report(
    string Agent,
    long Number,
    LeaseId Lease,
    Fact Fact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunId? Run = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Incarnation = null) : ISweepMessage;

/// <summary>
/// Several reports, in order, each as good as one that is said alone: most of what a report costs is its message. Said only to a
/// coordinator that takes it, and answered by <see cref="Acknowledgements"/>.
/// </summary>
public sealed record Reports(ImmutableArray<Report> Each) : ISweepMessage;

/// <summary>What a report says about its lease.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(EpochCompleted), "epoch-completed")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record Fact
{
    private protected Fact() { }
}

/// <summary>The trainer has loaded its dataset and begins.</summary>
public sealed record RunStarted(Provenance Provenance) : Fact;

/// <summary>
/// An epoch is trained. Its checkpoint is in the coordinator's blob store before this is sent; a diverged epoch has none.
/// </summary>
public sealed record EpochCompleted(EpochMetrics Metrics, CheckpointReference? Checkpoint) : Fact;

/// <summary>The attempt is over and the slot is free.</summary>
/// <param name="Detail">One sentence, and the last lines of the trainer's stderr where it crashed; at most a few kilobytes.</param>
/// <param name="AgentsOwn">
/// A bad configuration that lies in the agent's machine (it lacks the dataset, for instance), not in the run: others may train it. Not said
/// by older agents.
/// </param>
public sealed record RunEnded(
    Outcome Outcome, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AgentsOwn = false) : Fact;
