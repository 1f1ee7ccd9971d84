using System.Globalization;

namespace Sweep.Benchmarks.Restart;

/// <summary>What it took a coordinator to be ready.</summary>
/// <param name="Healthy">From the process's start to the first answer of <c>/health</c>.</param>
/// <param name="Work">From the process's start to the first run handed to an agent.</param>
/// <param name="Processor">Time of all processors until then.</param>
/// <param name="PeakBytes">The most memory until then.</param>
internal sealed record Readiness(TimeSpan Healthy, TimeSpan Work, TimeSpan Processor, long PeakBytes)
{
    public static string Head => $"{"health",8}{"first work",13}{"processor",12}{"peak RSS",11}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Healthy.TotalSeconds,6:0.00} s{Work.TotalSeconds,11:0.00} s{Processor.TotalSeconds,10:0.00} s{PeakBytes / 1e6,8:0} MB");
}
