using System.Globalization;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Devices;

/// <summary>Asks the NVIDIA driver which GPUs there are. A machine without its tool has none.</summary>
internal static class GpuProbe
{
    private const string Fields = "index,uuid,name,memory.total,driver_version";

    /// <param name="visible">
    /// The value of <c>CUDA_VISIBLE_DEVICES</c>, by which a job scheduler grants some of the GPUs; the driver's tool does not heed it.
    /// </param>
    public static IReadOnlyList<Gpu> Find(string? visible) => Visible(Parse(NvidiaSmi.Query(Fields)), visible);

    /// <summary>
    /// Reads one line per GPU: index, uuid, name, memory in MiB, driver version. Other lines are the driver's complaints.
    /// </summary>
    internal static IReadOnlyList<Gpu> Parse(string csv) =>
        [.. csv.Split('\n').Select(ParseLine).OfType<Gpu>().OrderBy(gpu => gpu.Index)];

    /// <summary>
    /// The GPUs that a list of indices and UUIDs (or their beginnings) names, in its order; a list ends at the first unknown entry, as CUDA
    /// has it.
    /// </summary>
    internal static IReadOnlyList<Gpu> Visible(IReadOnlyList<Gpu> gpus, string? list)
    {
        if (list is null)
            return gpus;
        var named = list.Split(',', StringSplitOptions.TrimEntries).Select(entry => Named(gpus, entry));
        return [.. named.TakeWhile(gpu => gpu is not null).OfType<Gpu>().Distinct()];
    }

    private static Gpu? Named(IReadOnlyList<Gpu> gpus, string entry) => gpus.FirstOrDefault(gpu =>
        entry == gpu.Index.ToString(CultureInfo.InvariantCulture)
            || (entry.Length > 4 && gpu.Uuid.StartsWith(entry, StringComparison.Ordinal)));

    private static Gpu? ParseLine(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries) is [var index, var uuid, var name, var memory, var driver]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            // A GPU that shares the machine's memory says [N/A].
            ? new Gpu(
                number, uuid, Texts.Plain(name),
                long.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var mib) ? mib : 0,
                driver)
            : null;
}
