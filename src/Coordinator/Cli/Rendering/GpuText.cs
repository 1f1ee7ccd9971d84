using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>How a GPU does, as tables show it: <c>7.93 GiB of 15.00 GiB, 61 °C</c>.</summary>
internal static class GpuText
{
    public static string Of(GpuView gpu) => $"{Sizes.Of(gpu.UsedMiB << 20)} of {Sizes.Of(gpu.TotalMiB << 20)}"
        + (gpu.Celsius is { } celsius ? FormattableString.Invariant($", {celsius} °C") : "");
}
