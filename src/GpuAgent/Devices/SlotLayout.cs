using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Devices;

/// <summary>Which slots a machine has: one for each GPU, or one for each core where there is none.</summary>
internal static class SlotLayout
{
    /// <summary>
    /// What a trainer on a processor takes: 950 MiB were resident at most with all of CIFAR-10 at batch size 64 (x64, libtorch 2.10).
    /// </summary>
    internal const long TrainerBytes = 1L << 30;

    /// <param name="count">How many slots were asked for; null is automatic. More slots than GPUs share them in turn.</param>
    public static IReadOnlyList<SlotDevice> Of(IReadOnlyList<Gpu> gpus, int cores, string processor, int? count) => gpus.Count > 0
        ? [.. Enumerable.Range(0, count ?? gpus.Count).Select(
            number => OnGpu(number, gpus[number % gpus.Count], Math.Max(1, cores / (count ?? gpus.Count))))]
        : [.. Enumerable.Range(0, count ?? cores).Select(number => new SlotDevice(new SlotDescription(number, "cpu", processor), null)
        {
            SharedCores = Math.Min(count ?? cores, cores),
        })];

    /// <summary>How many slots of a processor are automatic: as many as it has cores, but no more than the memory is enough for.</summary>
    /// <param name="memoryBytes">What this process and its children may use; null is no limit.</param>
    public static int OfProcessor(int cores, long? memoryBytes) =>
        memoryBytes is { } bytes ? (int)Math.Clamp(bytes / TrainerBytes, 1, cores) : cores;

    private static SlotDevice OnGpu(int number, Gpu gpu, int threads) =>
        new(new SlotDescription(number, FormattableString.Invariant($"cuda:{gpu.Index}"), gpu.Name), gpu) { Threads = threads };
}
