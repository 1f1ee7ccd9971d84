using System.Diagnostics;
using System.Globalization;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>
/// SIGSTOP to a process, and SIGCONT in the end. A shell of its own does both and waits in between for the end of its stdin, so that
/// nothing stays frozen when the drill itself is killed: a stopped process would not notice that its parent is gone.
/// </summary>
internal sealed class Freeze : IAsyncDisposable
{
    private const string Script = "trap '' INT TERM HUP; kill -STOP \"$0\" || exit 1; read -r end; kill -CONT \"$0\"";

    private readonly Process shell;

    private Freeze(Process shell) => this.shell = shell;

    public static Freeze Of(int pid)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, pid.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
