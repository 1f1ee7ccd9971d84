using System.Diagnostics;
using Sweep.Coordinator.LocalAgents;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>
/// One life of a process that belongs to the drill: it ends when the drill does, in whatever way, because its stdin is a pipe that the
/// drill holds. What it prints goes to a file.
/// </summary>
internal sealed class Child : IDisposable
{
    private const int LinesKept = 6;

    private readonly Process process;
    private readonly LastLines lastWords = new(LinesKept);
    private readonly ChildLog log;

    private Child(Process process, ChildLog log) => (this.process, this.log) = (process, log);

    public int Pid => process.Id;
    public int ExitCode => process.ExitCode;
    public bool HasExited => process.HasExited;
    public IReadOnlyList<string> LastWords => lastWords.Taken;

    /// <summary>The host that runs this program, where it is the <c>dotnet</c> host.</summary>
    public static string DotNet =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <param name="through">The command that starts it where it belongs; none starts it here.</param>
    /// <param name="program">A .NET assembly, or an executable.</param>
    public static Child Start(
        IReadOnlyList<string> through, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        string logFile)
    {
        string[] host = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? [DotNet] : [];
        string[] command = [.. through, .. host, program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var child = new Child(new Process { StartInfo = start }, new ChildLog(logFile));
        child.process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    public Task Ended(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>SIGKILL; nothing where it has ended already.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
    }

    /// <summary>Asks it to end, as the drill's own end would.</summary>
    public void CloseStdin() => process.StandardInput.Close();

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process.Dispose();
        log.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lastWords.Add(line);
        log.Add(line);
    }
}
