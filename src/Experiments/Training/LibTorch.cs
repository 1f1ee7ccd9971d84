using System.Runtime.InteropServices;
using TorchSharp;

namespace Sweep.Experiments.Training;

/// <summary>libtorch is not there or does not load. The message is one sentence with the remedy.</summary>
public sealed class LibTorchUnavailableException(string message) : Exception(message);

/// <summary>The native library, loaded by hand: TorchSharp's own attempt answers a failure by copying half a gigabyte.</summary>
public static partial class LibTorch
{
    private const string Library = "libLibTorchSharp.so";
    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>Version of the native library.</summary>
    public static string Version => torch.__version__;

    /// <summary>
    /// Must be called before anything of TorchSharp is touched; calling it again does nothing. libtorch computes with
    /// <paramref name="threads"/> threads from then on: a CPU slot is one thread, because two runs on one thread each are faster than
    /// one run on two.
    /// </summary>
    public static void Load(int threads = 1) => LoadFrom(Folders, threads);

    /// <summary>Where the build puts the library: beside the program, or in the package layout of a build for any system.</summary>
    private static string[] Folders =>
        [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native")];

    internal static void LoadFrom(IReadOnlyList<string> folders, int threads)
    {
        lock (Gate)
        {
            if (loaded)
                return;
            KeepMemory();
            LoadNative(folders);
            AlwaysTheSameKernels();
            torch.set_num_threads(threads);
            torch.set_num_interop_threads(1);
            loaded = true;
        }
    }

    internal static void LoadNative(IReadOnlyList<string> folders)
    {
        var file = folders.Select(folder => Path.Combine(folder, Library)).FirstOrDefault(File.Exists)
            ?? throw new LibTorchUnavailableException(
                $"libtorch is missing: {Library} is neither in {string.Join(" nor in ", folders)}; "
                    + "build the program again with 'dotnet build' on Linux x64, or copy its whole output folder.");
        try
        {
            // Its neighbours come with it: it looks for them in its own folder. Everyone who asks for it by name later gets this one.
            NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new LibTorchUnavailableException(
                $"libtorch does not load ({Cause(e.Message)}); "
                    + "build the program again with 'dotnet build' "
                    + "(it restores the native package and mends the library for older systems), "
                    + "or with -p:TorchBackend=cpu where the GPU driver is the cause.");
        }
    }

    /// <summary>
    /// The loader's own words: the runtime's message lists every place it tried, one a line, the first being the file itself.
    /// </summary>
    private static string Cause(string message) =>
        message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(line =>
                line.Contains(".so", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal))
                ?? message.ReplaceLineEndings(" ");

    /// <summary>
    /// Every training step frees about as much as it allocates. Left alone, glibc hands that memory back to the kernel and page-faults
    /// it in again at the next step, which costs a third of the speed. Other C libraries have no mallopt and are left as they are.
    /// </summary>
    private static void KeepMemory()
    {
        try
        {
            _ = MallOpt(MMapThreshold, 32 << 20);
            _ = MallOpt(TrimThreshold, 1 << 30);
            _ = MallOpt(TopPad, 64 << 20);
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

    /// <summary>
    /// On CUDA, cuDNN and cuBLAS otherwise choose kernels by timing them, or add up in whatever order. Without a GPU this changes nothing.
    /// The environment variable is cuBLAS's own way; it reads the C library's environment, which .NET's does not reach.
    /// </summary>
    private static void AlwaysTheSameKernels()
    {
        _ = SetEnvironment("CUBLAS_WORKSPACE_CONFIG", ":4096:8", overwrite: 0);
        var context = GlobalContext();
        SetDeterministicCuDnn(context, 1);
        SetBenchmarkCuDnn(context, 0);
    }

    // malloc.h of glibc.
    private const int TrimThreshold = -1, TopPad = -2, MMapThreshold = -3;

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int bytes);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    // libtorch's C++ names: they hold for the one version that Directory.Packages.props names.
    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetDeterministicCuDnn(nint context, byte on);

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at7Context17setBenchmarkCuDNNEb")]
    private static partial void SetBenchmarkCuDnn(nint context, byte on);
}
