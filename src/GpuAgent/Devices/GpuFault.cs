using System.Globalization;
using System.Text.RegularExpressions;

namespace Sweep.GpuAgent.Devices;

/// <summary>
/// That a GPU has failed, as the driver says it in the kernel's log, and nowhere else: an Xid that stands for hardware, and not for a
/// program that did something wrong. Read where the agent may read that log; many systems let only root.
/// </summary>
/// <param name="Bus">Of the GPU on PCI, without the domain: <c>3b:00</c>.</param>
/// <param name="At">The kernel's own time, by which one is told from the next.</param>
internal sealed partial record GpuFault(string Bus, int Xid, string At)
{
    /// <summary>Those of NVIDIA's catalogue (docs.nvidia.com/deploy/xid-errors) that ask for a reset or for another GPU.</summary>
    private static readonly Dictionary<int, string> OfHardware = new()
    {
        [48] = "a memory error of two bits",
        [62] = "its power controller has stopped",
        [64] = "its memory has no spare rows left",
        [74] = "an error of NVLink",
        [79] = "it has fallen off the bus",
        [95] = "a memory error that was not contained",
        [119] = "its own processor does not answer",
        [120] = "its own processor has failed",
        [140] = "a memory error that was not corrected",
    };

    public string Words => string.Create(CultureInfo.InvariantCulture, $"Xid {Xid}, {OfHardware[Xid]}");

    /// <summary>The latest of each GPU in the kernel's log.</summary>
    public static IReadOnlyList<GpuFault> Take() => Parse(ToolOutput.Of("dmesg"));

    /// <summary>A line is <c>[12.345678] NVRM: Xid (PCI:0000:3b:00): 79, pid=1, …</c>; what is none is somebody else's.</summary>
    internal static IReadOnlyList<GpuFault> Parse(string log) =>
    [
        .. Lines().Matches(log)
            .Select(line => new GpuFault(
                line.Groups["bus"].Value.ToLowerInvariant(), int.Parse(line.Groups["xid"].Value, CultureInfo.InvariantCulture),
                line.Groups["at"].Value))
            .Where(fault => OfHardware.ContainsKey(fault.Xid))
            .GroupBy(fault => fault.Bus)
            .Select(faults => faults.Last()),
    ];

    [GeneratedRegex(@"^\[\s*(?<at>[^\]]+)\] NVRM: Xid \(PCI:[0-9A-Fa-f]+:(?<bus>[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2})[^)]*\): (?<xid>\d{1,4}),",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Lines();
}
