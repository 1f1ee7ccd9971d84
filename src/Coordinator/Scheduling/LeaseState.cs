using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// What the journal says about one lease. It is active from its grant to its end; ended leases are kept as the run's history.
/// </summary>
internal sealed class LeaseState(
    LeaseId id, RunState run, string agent, Guid incarnation, int slot, int attempt, int fromEpoch, int toEpoch, DateTimeOffset grantedAt)
{
    public LeaseId Id => id;
    public RunState Run => run;
    public string Agent => agent;

    /// <summary>The incarnation that holds the lease now: the one it was granted to, or a later one that adopted it.</summary>
    public Guid Incarnation { get; internal set; } = incarnation;
    public int Slot => slot;

    /// <summary>Counted from 1 for the run.</summary>
    public int Attempt => attempt;
    public int FromEpoch => fromEpoch;
    public int ToEpoch => toEpoch;
    public DateTimeOffset GrantedAt => grantedAt;

    /// <summary>When the trainer had loaded its data and begun; null until then.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>The machine that the agent was on when the lease was granted.</summary>
    public required string Host { get; init; }

    /// <summary>Whether it was granted beside another one of the run.</summary>
    public bool Second { get; init; }

    /// <summary>Whether it was granted behind the lease that its slot had.</summary>
    public bool Ahead { get; init; }

    /// <summary>Whether its slot trains another run first.</summary>
    public bool Waits { get; internal set; }

    /// <summary>Null until the trainer has begun.</summary>
    public Provenance? Provenance { get; internal set; }

    /// <summary>Null while the lease is active.</summary>
    public Outcome? Outcome { get; internal set; }
    public string Detail { get; internal set; } = "";
    public DateTimeOffset? EndedAt { get; internal set; }

    public bool Active => Outcome is null;
}
