namespace Sweep.Experiments.Programs;

/// <summary>
/// The signs by which a program that ended shows that memory was not enough: words of those who allocate it, in the last lines that it
/// printed, or the kernel's kill.
/// </summary>
public static class MemoryExhaustion
{
    /// <summary>128 and the number of SIGKILL, as shells and .NET say it.</summary>
    private const int Killed = 137;

    /// <summary>
    /// Of PyTorch and CUDA's runtime, CUDA's driver, JAX and TensorFlow, Python, C++, C's errno, .NET and Java.
    /// </summary>
    private static readonly string[] Words =
    [
        "CUDA out of memory", "CUDA error: out of memory", "OutOfMemoryError", "CUDA_ERROR_OUT_OF_MEMORY", "cudaErrorMemoryAllocation",
        "STATUS_ALLOC_FAILED", "RESOURCE_EXHAUSTED", "MemoryError", "std::bad_alloc", "Cannot allocate memory", "can't allocate memory",
        "OutOfMemoryException", "Out of memory.",
    ];

    /// <param name="code">128 and the signal's number where a signal ended it.</param>
    /// <param name="lastLines">What it printed last on stderr.</param>
    /// <param name="kernelKilled">Whether the kernel has killed for memory on this machine while the program ran.</param>
    /// <returns>The sign, as the rest of a sentence; null where there is none.</returns>
    public static string? SignIn(int code, IEnumerable<string> lastLines, bool kernelKilled)
    {
        if (code == 0)
            return null;
        if (code == Killed && kernelKilled)
            return "the kernel killed it for memory";
        return lastLines.LastOrDefault(line => Array.Exists(Words, word => line.Contains(word, StringComparison.Ordinal))) is { } line
            ? $"it says '{line.Trim()}'"
            : null;
    }
}
