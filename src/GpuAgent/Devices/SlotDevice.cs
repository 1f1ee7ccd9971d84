using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Devices;

/// <summary>A slot and the GPU that its trainer may see; null trains on one core.</summary>
internal sealed record SlotDevice(SlotDescription Slot, Gpu? Gpu)
{
    /// <summary>Of the processor, for the trainer.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What it shares with the other slots of the processor: no more than one a slot.</summary>
    public int SharedCores { get; init; } = 1;
}
