using System.Globalization;

namespace Sweep.GpuAgent.Devices;

/// <summary>How a GPU is doing at one moment.</summary>
/// <param name="UsedMiB">By all programs.</param>
/// <param name="UncorrectedErrors">Of its memory, since the driver was loaded; 0 where it does not count them.</param>
/// <param name="SlowedBy">
/// The driver's reasons for a lower clock, as bits (nvml.h, nvmlClocksThrottleReason…); 0 where it does not say.
/// </param>
internal sealed record GpuReading(string Uuid, int Index, long UsedMiB, long FreeMiB, long UncorrectedErrors, ulong SlowedBy)
{
    private const string Memory = "index,uuid,memory.used,memory.free";
    private const string Health = ",ecc.errors.uncorrected.volatile.total,clocks_throttle_reasons.active,pci.bus_id,temperature.gpu";

    /// <summary>As <see cref="GpuFault.Bus"/> has it; empty where the driver does not say.</summary>
    public string Bus { get; init; } = "";

    /// <summary>Its temperature; null where the driver does not say.</summary>
    public int? Celsius { get; init; }

    /// <summary>The latest that the kernel's log says of this GPU; null for none.</summary>
    public GpuFault? Fault { get; init; }

    /// <summary>Of every GPU. Fields that a driver does not know make it refuse all: then memory alone is asked for.</summary>
    public static IReadOnlyList<GpuReading> Take() => Take(NvidiaSmi.Query);

    /// <param name="query">Answers for a list of fields.</param>
    internal static IReadOnlyList<GpuReading> Take(Func<string, string> query) =>
        Parse(query(Memory + Health)) is { Count: > 0 } readings ? readings : Parse(query(Memory));

    /// <summary>Other lines are the driver's complaints; a GPU that shares the machine's memory has none of its own.</summary>
    internal static IReadOnlyList<GpuReading> Parse(string csv) => [.. csv.Split('\n').Select(ParseLine).OfType<GpuReading>()];

    private static GpuReading? ParseLine(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries) is [var index, var uuid, var used, var free, .. var health]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Whole(used) is { } usedMiB && Whole(free) is { } freeMiB
            ? new(
                uuid, number, usedMiB, freeMiB, health.Length > 0 ? Whole(health[0]) ?? 0 : 0,
                health.Length > 1 && health[1].StartsWith("0x", StringComparison.Ordinal)
                    && ulong.TryParse(health[1][2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var reasons) ? reasons : 0)
            {
                Bus = health.Length > 2 ? BusOf(health[2]) : "",
                Celsius = health.Length > 3 && Whole(health[3]) is { } celsius and <= int.MaxValue ? (int)celsius : null,
            }
            : null;

    /// <summary>Of <c>00000000:3B:00.0</c>.</summary>
    private static string BusOf(string text) =>
        text.Split(':') is [_, var bus, var device] ? $"{bus}:{device.Split('.')[0]}".ToLowerInvariant() : "";

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
