using System.ComponentModel;
using System.Diagnostics;

namespace Sweep.GpuAgent.Devices;

/// <summary>The tool of the NVIDIA driver.</summary>
internal static class NvidiaSmi
{
    private const string Tool = "nvidia-smi";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="fields">With commas between them.</param>
    /// <returns>One line for each GPU; nothing where there is no such tool, or it does not know a field.</returns>
    public static string Query(string fields) => Query(fields, Tool);

    /// <param name="tool">The program in its place.</param>
    internal static string Query(string fields, string tool)
    {
        var start = new ProcessStartInfo(tool, [$"--query-gpu={fields}", "--format=csv,noheader,nounits"])
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
