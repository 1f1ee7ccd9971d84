using System.ComponentModel;
using System.Diagnostics;

namespace Sweep.GpuAgent.Devices;

/// <summary>What another program of this machine prints.</summary>
internal static class ToolOutput
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>Its standard output; nothing where there is no such program, or it fails.</returns>
    public static string Of(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
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
