using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Devices;

/// <summary>Which slots a machine has: one for each GPU, or one for each core where there is none.</summary>
internal static class SlotLayout
{
    /// <param name="count">How many slots were asked for; null is automatic. More slots than GPUs share them in turn.</param>
    public static IReadOnlyList<SlotDevice> Of(IReadOnlyList<Gpu> gpus, int cores, string processor, int? count) => gpus.Count > 0
        ? [.. Enumerable.Range(0, count ?? gpus.Count).Select(number => OnGpu(number, gpus[number % gpus.Count]))]
        : [.. Enumerable.Range(0, count ?? cores).Select(number => new SlotDevice(new SlotDescription(number, "cpu", processor), null))];

    /// <summary>Reads <c>--slots</c>: a positive number, or <c>auto</c> for null.</summary>
    public static int? Count(string text) =>
        text == "auto" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1024 ? count
        : throw new BadInputException($"--slots {text} is neither auto nor a number from 1 to 1024.");

    private static SlotDevice OnGpu(int number, Gpu gpu) =>
        new(new SlotDescription(number, FormattableString.Invariant($"cuda:{gpu.Index}"), gpu.Name), gpu);
}
