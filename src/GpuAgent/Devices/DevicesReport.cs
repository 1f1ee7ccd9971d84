using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Devices;

/// <summary>The answer of <c>sweep-agent devices</c>. The JSON names are a contract.</summary>
/// <param name="CudaBuild">Whether this build of the program can train on GPUs.</param>
internal sealed record DevicesReport(
    IReadOnlyList<Gpu> Gpus, int Cores, string Processor, bool CudaBuild, IReadOnlyList<SlotDescription> Slots)
{
    public static DevicesReport Of(Machine machine) =>
        new(
            machine.Gpus, machine.Cores, machine.Processor, machine.CudaBuild,
            [.. machine.Slots(SlotWish.Automatic).Select(device => device.Slot)]);

    public string ToJson() => JsonSerializer.Serialize(this, DevicesJson.Default.DevicesReport);

    public IEnumerable<string> ToLines() =>
    [
        $"processor  {Processor}, {Cores} cores",
        .. Gpus.Count == 0
            ? ["gpus       none"]
            : Gpus.Select(gpu => $"gpu {gpu.Index}      {gpu.Name}, {gpu.MemoryMiB} MiB, driver {gpu.Driver}"),
        .. Gpus.Count > 0 && !CudaBuild
            ? ["This build trains on the CPU only; build with -p:TorchBackend=cuda to use the GPUs."]
            : Array.Empty<string>(),
        .. Slots.Select(slot => $"slot {slot.Number}     {slot.Device}, {slot.Model}"),
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DevicesReport))]
internal sealed partial class DevicesJson : JsonSerializerContext;
