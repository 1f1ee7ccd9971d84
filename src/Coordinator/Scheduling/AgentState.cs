using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What the journal says about one agent: its latest registration, the leases it holds and how its runs have ended.</summary>
internal sealed class AgentState(string name)
{
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

    /// <summary>By a person's order it gets no runs; null where it may.</summary>
    public Hold? Hold { get; internal set; }

    /// <summary>By a person's order it is let in no more, until it joins and registers anew; null where it may come.</summary>
    public string? RemovedBy { get; internal set; }

    /// <summary>How many runs it may train side by side; null is as many as it has slots.</summary>
    public int? Capacity { get; internal set; }

    /// <summary>Active leases by slot, but for those that wait.</summary>
    public Dictionary<int, LeaseState> Leases { get; } = [];

    /// <summary>Active leases by slot that wait for the slot's own to be over.</summary>
    public Dictionary<int, LeaseState> Ahead { get; } = [];

    /// <summary>All active leases.</summary>
    public IEnumerable<LeaseState> Held => Leases.Values.Concat(Ahead.Values);

    /// <summary>How runs have failed here.</summary>
    public AgentTally Tally { get; internal set; } = AgentTally.None;

    /// <summary>Whether it has ever trained an epoch.</summary>
    public bool HasTrained { get; internal set; }

    /// <summary>Whether its trainers are known to work: one has trained an epoch, or is in its first.</summary>
    public bool IsAtWork => HasTrained || Leases.Values.Any(lease => lease.Provenance is not null);

    /// <summary>The provenance last reported: nearly all leases of an agent have the same, and share one object.</summary>
    internal Provenance? Provenance { get; set; }

    /// <summary>
    /// Whether another run is trained on the device of <paramref name="lease"/>. One of its own slot is not: it came before, and its end is
    /// on its way.
    /// </summary>
    public bool SharesDevice(LeaseState lease) =>
        Leases.Values.Any(other => other.Slot != lease.Slot && DeviceOf(other) == DeviceOf(lease));

    /// <summary>The own name of a slot's processor or GPU; null where the agent has no such slot now.</summary>
    public string? DeviceOf(int number)
    {
        foreach (var slot in Slots)
            if (slot.Number == number)
                return slot.Model;
        return null;
    }

    private string? DeviceOf(LeaseState lease) => Slots.FirstOrDefault(slot => slot.Number == lease.Slot)?.Device;
}
