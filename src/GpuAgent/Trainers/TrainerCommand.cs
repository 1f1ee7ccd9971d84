using System.Diagnostics;
using System.Globalization;
using Sweep.Experiments.Programs;
using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Trainers;

/// <summary>How the trainer of a slot is started: this very program, with <c>train</c>.</summary>
/// <param name="DataFolder">Where datasets are looked for first; null leaves it to the environment.</param>
internal sealed record TrainerCommand(string Program, IReadOnlyList<string> Before, string? DataFolder)
{
    private const int CpuNiceness = 5;

    public static TrainerCommand Self(string? dataFolder)
    {
        var assembly = typeof(TrainerCommand).Assembly.Location;
        var launcher = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? "exe" : null);
        var process = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(process) is "dotnet" || !File.Exists(launcher)
            ? new(process ?? "dotnet", ["exec", assembly], dataFolder)
            : new(launcher, [], dataFolder);
    }

    /// <summary>Niceness that trainers add to this process's; null is a little on a processor, and none on a GPU.</summary>
    public int? Nice { get; init; }

    /// <summary>
    /// The trainer of a GPU sees that GPU only. That of a core has one thread, whatever libtorch would like: as many trainers as
    /// cores are at work beside it; those of GPUs share the cores.
    /// </summary>
    public ProcessStartInfo For(SlotDevice on)
    {
        IEnumerable<string> data = DataFolder is null ? [] : ["--data", DataFolder];
        IEnumerable<string> device = on.Gpu is null ? ["--device", "cpu"] : ["--device", "cuda:0"];
        IEnumerable<string> niceness = (Nice ?? (on.Gpu is null ? CpuNiceness : 0)) is > 0 and var nice
            ? ["--nice", nice.ToString(CultureInfo.InvariantCulture)]
            : [];
        var start = new ProcessStartInfo(Program, [.. Before, "train", .. device, .. niceness, .. data])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ProgramEnvironment.Slot] = on.Slot.Number.ToString(CultureInfo.InvariantCulture);
        start.Environment["CUDA_VISIBLE_DEVICES"] = on.Gpu?.Uuid ?? "";
        start.Environment["OMP_NUM_THREADS"] = on.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["MKL_NUM_THREADS"] = on.Threads.ToString(CultureInfo.InvariantCulture);
        return start;
    }
}
