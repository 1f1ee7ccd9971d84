using System.Diagnostics;
using System.Globalization;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// A small process beside a program, in a session of its own, that outlives this one however it ends: where it sees that this one is gone
/// and the program was not over, it kills all processes of the program. It holds on to this process's stderr until then, so that the agent,
/// who waits for the end of that, gives nobody the slot before.
/// </summary>
internal sealed class ProgramGuard : IDisposable
{
    /// <summary>
    /// Its stdin is a pipe from this process: first the program's process group, then, when the program is over, another line. Where the
    /// pipe ends before that, whoever is in that group or bears the mark is killed; a process may make others meanwhile.
    /// </summary>
    private const string Script = """
        exec > /dev/null
        group=
        read -r group
        read -r over && exit 0
        [ "$group" ] && kill -9 -- "-$group" 2> /dev/null
        tries=0
        while [ $tries -lt 100 ]; do
            found=$(grep -lszxF -e "$1" /proc/[0-9]*/environ 2> /dev/null | cut -d / -f 3)
            [ "$found" ] || exit 0
            kill -9 $found 2> /dev/null || sleep 0.1
            tries=$((tries + 1))
        done
        """;

    private readonly Process process;

    private ProgramGuard(Process process) => (this.process, Since) = (process, Processes.StartOf(process.Id) ?? 0);

    /// <summary>When it was started, before the program, in the kernel's ticks since the machine was.</summary>
    public long Since { get; }

    /// <param name="mark">What all processes of the program have in their environment, <c>NAME=value</c>.</param>
    public static ProgramGuard Start(string mark) => new(Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script, "guard", mark])
    {
        RedirectStandardInput = true,
    })!);

    public void Watch(int group) => Say(group.ToString(CultureInfo.InvariantCulture));

    /// <summary>The program is over.</summary>
    public void Dispose()
    {
        Say("over");
        process.Dispose();
    }

    private void Say(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Somebody has killed the guard; the program is ended by this process alone then.
        }
    }
}
