using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What the agent knows of a slot. Its trainer stays warm between assignments. Not thread-safe.</summary>
internal sealed class Slot(SlotDevice device)
{
    public SlotDevice Device => device;
    public int Number => device.Slot.Number;
    public SlotState State { get; set; } = SlotState.Idle.Instance;

    /// <summary>The trainer that takes the next order; null where one is to be started.</summary>
    public long? Trainer { get; set; }

    /// <summary>How many threads its trainer was told to compute with.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Trainers that are being killed and have not ended yet.</summary>
    public HashSet<long> Dying { get; } = [];

    /// <summary>What it trains when its run is over; null where that is not known yet.</summary>
    public Assign? Next { get; set; }

    /// <summary>The last epoch that its trainer has trained under this order; null where there is none.</summary>
    public int? Trained { get; set; }

    /// <summary>
    /// Leases whose runs have ended here, which the coordinator has not acknowledged yet, each with the number of the report that says so.
    /// </summary>
    public Dictionary<LeaseId, long> Ends { get; } = [];

    /// <summary>Whether its last run came to its end.</summary>
    public bool EndedWell { get; set; }

    /// <summary>What it was given last.</summary>
    public LeaseId? LastLease { get; set; }

    /// <summary>How often a trainer could not read the checkpoint to continue from, under that lease.</summary>
    public int Unread { get; set; }

    /// <summary>Why it rests, or last rested without an epoch since, one sentence with the remedy; null where there is nothing.</summary>
    public string? Trouble { get; set; }

    /// <summary>The latest progress that was said on this way to the coordinator.</summary>
    public Progress? Told { get; set; }
}
