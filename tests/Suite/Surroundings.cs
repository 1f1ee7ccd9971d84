using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sweep.Suite;

/// <summary>
/// What every test and every process that it starts finds around itself: a temporary folder of this test program's own, by which at the end
/// is seen who left what behind, and a runtime that does for programs of a few seconds only what pays within them.
/// </summary>
internal static class Surroundings
{
    /// <summary>Where programs look for the temporary folder, and the mark by which a process of this test program is known.</summary>
    public const string Variable = "TMPDIR";

    private const string Prefix = "sweep-suite-";

    /// <summary>Classes of one test program that start processes, and a few more.</summary>
    private const int MostThatWait = 32;

    /// <summary>The temporary folder that all test programs of this machine share.</summary>
    public static string Shared { get; } = Path.GetTempPath();

    /// <summary>The temporary folder of this test program alone.</summary>
    public static string Folder { get; } = Path.Combine(Shared, FormattableString.Invariant($"{Prefix}{Environment.ProcessId}"));

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The test program is no library: this comes before its first test, whichever that is.")]
    public static void Prepare()
    {
        ForgetTheDead();
        Directory.CreateDirectory(Folder);
        Environment.SetEnvironmentVariable(Variable, Folder);
        // Nothing that a test starts lives long enough to be compiled a second time with profit; and a killed process leaves its
        // diagnostics socket behind.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
        Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
        // Of a start most is compiling, and a second mapping of each method for writing costs more than it protects here.
        Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", "0");
        // Who looks for work a little longer before it sleeps takes the core from one who has some.
        Environment.SetEnvironmentVariable("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
        // A test that waits for its place among the processes holds a thread.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + MostThatWait, ports);
    }

    /// <summary>The folders of test programs that were killed before their end.</summary>
    private static void ForgetTheDead()
    {
        foreach (var folder in Directory.GetDirectories(Shared, $"{Prefix}*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..];
            if (!int.TryParse(owner, CultureInfo.InvariantCulture, out _) || Directory.Exists($"/proc/{owner}") || !Directory.Exists("/proc/self"))
                continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another's, or another test program is at it just now.
            }
        }
    }
}
