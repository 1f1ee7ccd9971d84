using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Devices;

/// <summary>Asks the NVIDIA driver which GPUs there are. A machine without its tool has none.</summary>
internal static class GpuProbe
{
    private const string Tool = "nvidia-smi";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="visible">
    /// The value of <c>CUDA_VISIBLE_DEVICES</c>, by which a job scheduler grants some of the GPUs; the driver's tool does not heed it.
    /// </param>
    public static IReadOnlyList<Gpu> Find(string? visible) => Visible(Parse(Ask()), visible);

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

    private static string Ask()
    {
        var start = new ProcessStartInfo(Tool, ["--query-gpu=index,uuid,name,memory.total,driver_version", "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            // A wedged driver lets its tool hang for ever; the machine then has no GPU that could be used.
            using var watch = new Timer(_ => Quietly(process.Kill), null, Patience, Timeout.InfiniteTimeSpan);
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : "";
        }
        catch (Win32Exception)
        {
            return "";
        }
    }

    private static void Quietly(Action kill)
    {
        try
        {
            kill();
        }
        catch (InvalidOperationException)
        {
            // It had ended already.
        }
    }
}
