using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// A small process beside the programs of a trainer, one after the other, in a session of its own, that outlives this one however it
/// ends: where it sees that this one is gone and a program was not over, it kills all processes of that. It holds on to this process's
/// stderr until then, so that the agent, who waits for the end of that, gives nobody the slot before. It is started with the first
/// program, and anew where somebody has killed it. Not thread-safe.
/// </summary>
internal sealed class ProgramGuard : IDisposable
{
    /// <summary>
    /// Its stdin is a pipe from this process: for each program first its mark, then its process group, then, when it is over, another line.
    /// Where the pipe ends before that, whoever is in that group or bears the mark is killed; a process may make others meanwhile.
    /// </summary>
    private const string Script = """
        exec > /dev/null
        while read -r mark; do
            group=
            read -r group && read -r over && continue
            [ "$group" ] && kill -9 -- "-$group" 2> /dev/null
            tries=0
            while [ $tries -lt 100 ]; do
                found=$(grep -lszxF -e "$mark" /proc/[0-9]*/environ 2> /dev/null | cut -d / -f 3)
                [ "$found" ] || exit 0
                kill -9 $found 2> /dev/null || sleep 0.1
                tries=$((tries + 1))
            done
            exit 0
        done
        """;

    private SessionLeader? shell;
    private FileStream? stdin;

    /// <summary>A program is about to be started.</summary>
    /// <param name="mark">What all of its processes have in their environment, <c>NAME=value</c>.</param>
    /// <exception cref="Win32Exception">The guard cannot be started.</exception>
    public void Expect(string mark)
    {
        if (Hears(mark))
            return;
        Dispose();
        Start();
        _ = Hears(mark);
    }

    /// <param name="group">The program's; null where it has not been started after all.</param>
    public void Watch(int? group) => _ = Hears(group?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Nothing of the program is left.</summary>
    public void Over() => _ = Hears("over");

    public void Dispose()
    {
        stdin?.Dispose();
        _ = shell?.Reap();
        (shell, stdin) = (null, null);
    }

    private void Start()
    {
        var (read, write) = SessionLeader.Pipe();
        using (read)
        {
            stdin = new(write, FileAccess.Write, bufferSize: 0);
            shell = SessionLeader.Start(
                Executable.Find("sh", Environment.GetEnvironmentVariable("PATH")) ?? "/bin/sh", ["sh", "-c", Script, "guard"], null,
                SessionLeader.Environment([]), (read, null, null));
        }
    }

    /// <returns>False where there is none, or it is gone: then the program is ended by this process alone.</returns>
    private bool Hears(string line)
    {
        if (shell is null)
            return false;
        try
        {
            stdin!.Write(Encoding.ASCII.GetBytes(line + "\n"));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
