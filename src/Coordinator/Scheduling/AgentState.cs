using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What the journal says about one agent: its latest registration, the leases it holds and how its runs have ended.</summary>
internal sealed class AgentState(string name)
{
    private readonly HashSet<RunId> failingRuns = [];

    public string Name => name;
    public Guid Incarnation { get; internal set; }
    public string Host { get; internal set; } = "";
    public string Program { get; internal set; } = "";
    public ImmutableArray<SlotDescription> Slots { get; internal set; } = [];
    public DateTimeOffset RegisteredAt { get; internal set; }

    /// <summary>The agent's home folder; null where no registration named one.</summary>
    public Guid? Home { get; internal set; }

    /// <summary>Why the agent is in quarantine; null when it is not.</summary>
    public string? Quarantine { get; internal set; }

    /// <summary>How many runs it may train side by side; null is as many as it has slots.</summary>
    public int? Capacity { get; internal set; }

    /// <summary>Active leases by slot.</summary>
    public Dictionary<int, LeaseState> Leases { get; } = [];

    /// <summary>Runs that failed here since one last succeeded.</summary>
    public IReadOnlyCollection<RunId> FailingRuns => failingRuns;

    /// <summary>Failures since the last success; one run may have failed several times.</summary>
    public int Failures { get; private set; }

    /// <summary>Of these, in quarantine.</summary>
    public int CanaryFailures { get; private set; }
    public DateTimeOffset? LastFailureAt { get; private set; }

    /// <summary>Whether it has ever trained an epoch.</summary>
    public bool HasTrained { get; internal set; }

    /// <summary>Whether its trainers are known to work: one has trained an epoch, or is in its first.</summary>
    public bool IsAtWork => HasTrained || Leases.Values.Any(lease => lease.Provenance is not null);

    /// <summary>The provenance last reported: nearly all leases of an agent have the same, and share one object.</summary>
    internal Provenance? Provenance { get; set; }

    /// <summary>Whether another run is trained on the device of <paramref name="lease"/>.</summary>
    public bool SharesDevice(LeaseState lease) => Leases.Values.Any(other => other != lease && DeviceOf(other) == DeviceOf(lease));

    private string? DeviceOf(LeaseState lease) => Slots.FirstOrDefault(slot => slot.Number == lease.Slot)?.Device;

    internal void Failed(RunId run, DateTimeOffset at)
    {
        failingRuns.Add(run);
        Failures++;
        if (Quarantine is not null)
            CanaryFailures++;
        LastFailureAt = at;
    }

    internal void Succeeded()
    {
        failingRuns.Clear();
        (Failures, CanaryFailures) = (0, 0);
        LastFailureAt = null;
    }
}
