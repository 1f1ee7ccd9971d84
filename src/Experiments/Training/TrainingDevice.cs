using System.Globalization;
using System.Text.RegularExpressions;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// Where a trainer computes, and what that means for its arithmetic. Everything has been run on processors, in float32 and bfloat16; the
/// paths for CUDA and float16 are the same script on another device and have not been run yet.
/// </summary>
/// <param name="Name"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Model">The processor's or GPU's own name.</param>
/// <param name="Driver">Version of the GPU driver; empty on a CPU.</param>
internal sealed partial record TrainingDevice(string Name, string Model, string Driver)
{
    private const string Nvidia = "/proc/driver/nvidia";

    public bool Cuda => Name.StartsWith("cuda", StringComparison.Ordinal);

    public Device Torch => device(Name);

    public static TrainingDevice Of(string name) => name.StartsWith("cuda", StringComparison.Ordinal)
        ? OfCuda(name)
        : new(name, Line("/proc/cpuinfo", ModelName()) ?? "unknown", "");

    private static TrainingDevice OfCuda(string name)
    {
        LibTorch.Load();
        if (!cuda_is_available())
            throw new LibTorchUnavailableException(
                $"{name} was asked for and libtorch sees no CUDA device; "
                    + "build with -p:TorchBackend=cuda on a machine with an NVIDIA driver, or train on cpu.");
        var index = name.Contains(':') ? int.Parse(name.AsSpan(name.IndexOf(':') + 1), CultureInfo.InvariantCulture) : 0;
        var gpus = Directory.Exists($"{Nvidia}/gpus") ? Directory.GetDirectories($"{Nvidia}/gpus").Order().ToArray() : [];
        var model = index < gpus.Length ? Line(Path.Combine(gpus[index], "information"), GpuModel()) : null;
        return new(name, model ?? "unknown", Line($"{Nvidia}/version", DriverVersion()) ?? "unknown");
    }

    /// <summary>What <see cref="Precision.Auto"/> means here.</summary>
    public Precision Resolve(Precision precision) => precision == Precision.Auto ? (Cuda ? Precision.Mixed : Precision.Fp32) : precision;

    /// <summary>The number format of convolutions and of the linear layer.</summary>
    public ScalarType Kind(Precision resolved) => (resolved, Cuda) switch
    {
        (Precision.Mixed, true) => ScalarType.Float16,
        (Precision.Mixed, false) => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    private static string? Line(string file, Regex pattern) =>
        File.Exists(file) && pattern.Match(File.ReadAllText(file)) is { Success: true } match
            ? Texts.Plain(match.Groups[1].Value.Trim())
            : null;

    [GeneratedRegex(@"^model name\s*:\s*(.+)$", RegexOptions.Multiline)]
    private static partial Regex ModelName();

    [GeneratedRegex(@"^Model:\s*(.+)$", RegexOptions.Multiline)]
    private static partial Regex GpuModel();

    [GeneratedRegex(@"Kernel Module\D*(\d+[\d.]+)")]
    private static partial Regex DriverVersion();
}
