using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// A fact in the journal: everything the coordinator knows follows from these, in order. Append-only for ever: fields may be
/// added, never renamed or removed, and a kind is never given another meaning.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CoordinatorStarted), "coordinator-started")]
[JsonDerivedType(typeof(SweepSubmitted), "sweep-submitted")]
[JsonDerivedType(typeof(SweepCancelled), "sweep-cancelled")]
[JsonDerivedType(typeof(SweepResumed), "sweep-resumed")]
[JsonDerivedType(typeof(RunsRetried), "runs-retried")]
[JsonDerivedType(typeof(AgentRegistered), "agent-registered")]
[JsonDerivedType(typeof(AgentQuarantined), "agent-quarantined")]
[JsonDerivedType(typeof(AgentReadmitted), "agent-readmitted")]
[JsonDerivedType(typeof(AgentCapacityLowered), "agent-capacity-lowered")]
[JsonDerivedType(typeof(AgentPaused), "agent-paused")]
[JsonDerivedType(typeof(AgentDrained), "agent-drained")]
[JsonDerivedType(typeof(AgentResumed), "agent-resumed")]
[JsonDerivedType(typeof(AgentRemoved), "agent-removed")]
[JsonDerivedType(typeof(LeaseGranted), "lease-granted")]
[JsonDerivedType(typeof(LeaseStarted), "lease-started")]
[JsonDerivedType(typeof(EpochRecorded), "epoch-recorded")]
[JsonDerivedType(typeof(LeaseEnded), "lease-ended")]
[JsonDerivedType(typeof(RunFailed), "run-failed")]
[JsonDerivedType(typeof(EntrySteppedOver), "entry-stepped-over")]
public abstract record JournalEvent
{
    private protected JournalEvent() { }

    /// <summary>When the coordinator decided it, by its own clock.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A fact because a person ordered it.</summary>
public abstract record OrderedEvent : JournalEvent
{
    private protected OrderedEvent() { }

    /// <summary>The name of the token with which it was ordered; null where that is not known.</summary>
    public string? By { get; init; }
}

public sealed record CoordinatorStarted(string Program) : JournalEvent;

/// <summary>A sweep was submitted, or submitted again with a changed file: the latest spec of a name is the one in force.</summary>
/// <param name="Source">The sweep file's own text, for provenance.</param>
public sealed record SweepSubmitted(SweepSpec Spec, string Source) : OrderedEvent;

/// <summary>Open runs of the sweep are not assigned any more; what is recorded stays.</summary>
public sealed record SweepCancelled(string Sweep) : OrderedEvent;

/// <summary>A cancelled sweep goes on.</summary>
public sealed record SweepResumed(string Sweep) : OrderedEvent;

/// <summary>Failed runs get a fresh set of attempts.</summary>
public sealed record RunsRetried(string Sweep, ImmutableArray<RunId> Runs) : OrderedEvent;

/// <param name="Home">The agent's home folder; null from older agents, and in journals of programs that did not note it.</param>
public sealed record AgentRegistered(
    string Agent, Guid Incarnation, string Host, string Program, ImmutableArray<SlotDescription> Slots, Guid? Home = null) : JournalEvent;

public sealed record AgentQuarantined(string Agent, string Reason) : JournalEvent;

public sealed record AgentReadmitted(string Agent) : JournalEvent;

/// <summary>The agent ran out of memory with more runs side by side than <paramref name="Slots"/>.</summary>
public sealed record AgentCapacityLowered(string Agent, int Slots) : JournalEvent;

/// <summary>By a person's order the agent gets no more runs; those that it trains go on to their end.</summary>
/// <param name="Reason">The person's own words; null where there were none.</param>
public sealed record AgentPaused(string Agent, string? Reason) : OrderedEvent;

/// <summary>By a person's order the agent gets no more runs; those that it trains end at their epoch's end.</summary>
/// <param name="Reason">The person's own words; null where there were none.</param>
public sealed record AgentDrained(string Agent, string? Reason) : OrderedEvent;

/// <summary>An agent that was paused or drained gets runs again.</summary>
public sealed record AgentResumed(string Agent) : OrderedEvent;

/// <summary>By a person's order the agent's certificates open nothing any more; it may join anew by another invitation.</summary>
/// <param name="By">The name of the token with which it was ordered.</param>
public sealed record AgentRemoved(string Agent, string By) : JournalEvent;

/// <param name="Second">Beside another lease of the run, which goes on: the first result of an epoch counts.</param>
/// <param name="Ahead">Behind the lease that the slot has: the run is begun when that one is over.</param>
public sealed record LeaseGranted(
    LeaseId Lease, string Sweep, RunId Run, string Agent, Guid Incarnation, int Slot, int Attempt, int FromEpoch, int ToEpoch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Second = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Ahead = false)
    : JournalEvent;

public sealed record LeaseStarted(LeaseId Lease, RunId Run, Provenance Provenance) : JournalEvent;

/// <summary>The first durable result of a run's epoch; milestones at this epoch are results from here on.</summary>
public sealed record EpochRecorded(LeaseId Lease, RunId Run, EpochMetrics Metrics, CheckpointReference? Checkpoint) : JournalEvent;

/// <param name="AgentsOwn">
/// A bad configuration that another agent may well not have: this one trains no more of the sweep, and the run goes on elsewhere.
/// </param>
public sealed record LeaseEnded(
    LeaseId Lease,
    RunId Run,
    Outcome Outcome,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AgentsOwn = false) : JournalEvent;

/// <summary>The run is given up: its open trials are failed.</summary>
public sealed record RunFailed(RunId Run, string Cause) : JournalEvent;

/// <summary>Stands in the place of an entry that no program could follow, by a person's order. It says nothing to anyone.</summary>
/// <param name="Was">The entry's own text.</param>
public sealed record EntrySteppedOver(string Was) : JournalEvent;
