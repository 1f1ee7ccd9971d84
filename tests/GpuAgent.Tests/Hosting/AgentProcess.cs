using System.Diagnostics;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>The real program as a person or a service starts it.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Process process;

    public AgentProcess(params string[] arguments) : this(notified: null, arguments)
    {
    }

    /// <param name="notified">The socket that systemd would listen on.</param>
    public AgentProcess(string? notified, string[] arguments)
    {
        // Whoever starts the tests in the background ignores these signals, and every child would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,QUIT,HUP,TERM", Some.TrainerCommand.Program, .. Some.TrainerCommand.Before, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (notified is not null)
            start.Environment["NOTIFY_SOCKET"] = notified;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Collect(Output, line.Data);
        process.ErrorDataReceived += (_, line) => Collect(Errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Received<string> Output { get; } = new();
    public Received<string> Errors { get; } = new();
    public int Pid => process.Id;
    public bool HasExited => process.HasExited;

    public void CloseStdin() => process.StandardInput.Close();

    public async Task<int> Exit()
    {
        await process.WaitForExitAsync(Some.Soon());
        return process.ExitCode;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static void Collect(Received<string> lines, string? line)
    {
        if (line is not null)
            lines.Add(line);
    }
}
