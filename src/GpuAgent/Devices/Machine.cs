using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Devices;

/// <summary>The machine that this process runs on.</summary>
/// <param name="Gpus">GPUs of the machine, whether or not this build can train on them.</param>
/// <param name="CudaBuild">Whether the CUDA libraries of libtorch lie beside this program.</param>
internal sealed record Machine(IReadOnlyList<Gpu> Gpus, int Cores, string Processor, bool CudaBuild)
{
    public static Machine This()
    {
        var limits = CgroupLimits.OfThisProcess("/");
        return new(
            GpuProbe.Find(Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES")),
            limits.CoresOf(Environment.ProcessorCount),
            ProcessorName(File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : []),
            HasCudaLibraries(AppContext.BaseDirectory))
        {
            MemoryBytes = limits.MemoryBytes,
        };
    }

    /// <summary>What a container or a job scheduler lets this process and its children use; null is no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <exception cref="BadInputException">So many of each GPU, and there is none.</exception>
    public IReadOnlyList<SlotDevice> Slots(SlotWish wish)
    {
        var gpus = CudaBuild ? Gpus : [];
        if (wish.OfEachGpu && gpus.Count == 0)
            throw new BadInputException(FormattableString.Invariant(
                $"--slots gpu:{wish.Count}, but there is no GPU here that this program can use; give a number, or leave it out."));
        var count = wish.OfEachGpu ? wish.Count * gpus.Count
            : gpus.Count > 0 ? wish.Count
            : wish.Count ?? SlotLayout.OfProcessor(Cores, MemoryBytes);
        return SlotLayout.Of(gpus, Cores, Processor, count);
    }

    /// <summary>The first GPU where this build can train on one, else the processor.</summary>
    public string BestDevice => CudaBuild && Gpus.Count > 0 ? "cuda:0" : "cpu";

    /// <summary>The processor's own name out of <c>/proc/cpuinfo</c>.</summary>
    internal static string ProcessorName(IEnumerable<string> lines) =>
        Texts.Plain(lines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(field => field is ["model name", { Length: > 0 }])?[1]
        ?? "unknown processor");

    private static bool HasCudaLibraries(string folder) =>
        new[] { folder, Path.Combine(folder, "runtimes", "linux-x64", "native") }
            .Any(place => File.Exists(Path.Combine(place, "libtorch_cuda.so")));
}
