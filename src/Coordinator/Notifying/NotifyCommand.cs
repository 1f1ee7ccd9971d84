using System.Diagnostics;
using System.Text.Json;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Notifying;

/// <summary>
/// A command of the shell that is told of a notice: <c>SWEEP_EVENT</c>, <c>SWEEP_NAME</c>, <c>SWEEP_AGENT</c> and <c>SWEEP_TEXT</c> in its
/// environment, all of it as a JSON document on stdin. What it prints goes into a file, so that nobody has to read it while it runs.
/// </summary>
internal static class NotifyCommand
{
    private const string Shell = "/bin/sh";

    /// <summary>The command is the script's first argument and the file its second: neither is read as anything else.</summary>
    private const string Script = "exec /bin/sh -c \"$1\" >>\"$2\" 2>&1";

    /// <returns>What went wrong; null where the command ended with 0.</returns>
    /// <exception cref="OperationCanceledException">It took too long; it was killed, and what it had started with it.</exception>
    public static async Task<string?> Run(string command, Notice notice, string outputFile, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(outputFile)!);
        var start = new ProcessStartInfo(Shell, ["-c", Script, "sweep-notify", command, outputFile]) { RedirectStandardInput = true };
        start.Environment["SWEEP_EVENT"] = notice.Event;
        start.Environment["SWEEP_NAME"] = notice.Sweep ?? "";
        start.Environment["SWEEP_AGENT"] = notice.Agent ?? "";
        start.Environment["SWEEP_TEXT"] = notice.Text.Replace('\0', ' ');
        using var process = Process.Start(start)!;
        try
        {
            await Say(process.StandardInput, notice, cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? null : $"the command ended with {process.ExitCode}; what it printed is in {outputFile}.";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Whether it reads is its own affair.</summary>
    private static async Task Say(StreamWriter stdin, Notice notice, CancellationToken cancellation)
    {
        try
        {
            await stdin.WriteLineAsync(JsonSerializer.Serialize(notice, StrictJson.Options).AsMemory(), cancellation);
            stdin.Close();
        }
        catch (IOException)
        {
        }
    }
}
