using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What follows from how the GPUs are doing: how many trainers share one, and which one is fit.</summary>
internal sealed partial class AgentMachine
{
    private readonly Dictionary<string, SeenGpu> gpus = [];
    private readonly List<GpuFigures> figures = [];

    private void On(GpusSeen seen)
    {
        figures.Clear();
        foreach (var reading in seen.Readings)
        {
            var there = slots.Where(slot => slot.Device.Gpu?.Uuid == reading.Uuid).ToList();
            if (there.Count == 0)
                continue;
            if (!gpus.TryGetValue(reading.Uuid, out var gpu))
                gpus.Add(reading.Uuid, gpu = new());
            var living = there.Where(slot => slot.Trainer is not null || slot.Dying.Count > 0).ToList();
            gpu.Room.See(
                reading.UsedMiB, reading.FreeMiB, living.Count,
                living.TrueForAll(slot => slot.State is SlotState.AtWork { Progress: not null }));
            Look(gpu, reading with { Fault = FaultOf(reading, seen) });
            figures.Add(Figures(there[0].Device, reading));
        }
        // One that has fallen off the bus is in the kernel's log, and in no reading.
        foreach (var (uuid, gpu) in gpus)
        {
            if (gpu.Latest is { } latest && seen.Readings.All(reading => reading.Uuid != uuid) && FaultOf(latest, seen) is { } fault)
                Look(gpu, latest with { Fault = fault });
        }
    }

    /// <summary>What the driver keeps for itself is neither used nor free: the whole is known from the machine's start.</summary>
    private static GpuFigures Figures(SlotDevice there, GpuReading reading) => new(
        there.Slot.Device, reading.UsedMiB, there.Gpu is { MemoryMiB: > 0 and var whole } ? whole : reading.UsedMiB + reading.FreeMiB,
        reading.Celsius);

    private static GpuFault? FaultOf(GpuReading reading, GpusSeen seen) => seen.Faults.FirstOrDefault(fault => fault.Bus == reading.Bus);

    private void Look(SeenGpu gpu, GpuReading reading)
    {
        var before = gpu.Health;
        gpu.Health = GpuHealth.Of(reading, gpu.Latest, before);
        gpu.Latest = reading;
        if (gpu.Health == before)
            return;
        if (gpu.Health is { } health)
            Log(health.IsUnfit ? Importance.Error : Importance.Warning, "{Trouble}", health.Complaint);
        else
            Log(Importance.Information, "GPU {Index} is well again", reading.Index);
    }

    /// <summary>Whether a slot's GPU is fit and has room for its trainer; one that lives there already has its memory.</summary>
    private bool HasGpu(Slot slot)
    {
        if (slot.Device.Gpu is not { } own || !gpus.TryGetValue(own.Uuid, out var gpu))
            return true;
        if (gpu.Health is { IsUnfit: true })
            return false;
        if (slot.Trainer is not null)
            return true;
        var (others, first) = (0, 0);
        foreach (var other in slots)
        {
            if (other == slot || other.Device.Gpu?.Uuid != own.Uuid)
                continue;
            if (other.Trainer is not null || other.State is SlotState.Busy)
                others++;
            else if (other.Number < slot.Number)
                first++;
        }
        return gpu.Room.HasRoom(others, first);
    }

    private void TrainerBegins(Slot slot)
    {
        if (slot.Device.Gpu is { } own && gpus.TryGetValue(own.Uuid, out var gpu))
            gpu.Room.Begins();
    }

    private string? TroubleOfGpus()
    {
        foreach (var gpu in gpus.Values)
            if (gpu.Health is { } health)
                return health.Complaint;
        return null;
    }

    /// <summary>Whether hardware has failed below every slot, so that nothing can be trained on this machine.</summary>
    private bool IsUnfit() => slots.Length > 0 && Array.TrueForAll(
        slots, slot => slot.Device.Gpu is { } own && gpus.TryGetValue(own.Uuid, out var gpu) && gpu.Health is { IsUnfit: true });

    private sealed class SeenGpu
    {
        public GpuRoom Room { get; } = new();
        public GpuReading? Latest { get; set; }
        public GpuHealth? Health { get; set; }
    }
}
