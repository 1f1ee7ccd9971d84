using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>How a GPU does, as tables show it: <c>7.9 of 15.0 GiB, 61 °C</c>.</summary>
internal static class GpuText
{
    public static string Of(GpuView gpu) => FormattableString.Invariant($"{gpu.UsedMiB / 1024.0:F1} of {gpu.TotalMiB / 1024.0:F1} GiB")
        + (gpu.Celsius is { } celsius ? FormattableString.Invariant($", {celsius} °C") : "");
}
