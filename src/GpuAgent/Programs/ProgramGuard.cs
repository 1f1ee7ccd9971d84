using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// A small process beside the programs of a trainer, one after the other, in a session of its own, that outlives this one however it
/// ends: where it sees that this one is gone and a program was not over, it kills all processes of that. It holds on to this process's
/// stderr until then, so that the agent, who waits for the end of that, gives nobody the slot before. It is started with the first
/// program, and anew where somebody has killed it, also while a program runs.
/// </summary>
internal sealed class ProgramGuard : IDisposable
{
    /// <summary>
    /// Its stdin is a pipe from this process, with what it is to know in lines. Where the pipe ends while it expects somebody, whoever is
    /// in that group or bears the mark is killed; a process may make others meanwhile.
    /// </summary>
    private const string Script = """
        exec > /dev/null
        mark= group=
        while read -r word value; do
            case $word in
                expect) mark=$value group= ;;
                watch) group=$value ;;
                over) mark= ;;
            esac
        done
        [ "$mark" ] || exit 0
        [ "$group" ] && kill -9 -- "-$group" 2> /dev/null
        tries=0
        while [ $tries -lt 100 ]; do
            found=$(grep -lszxF -e "$mark" /proc/[0-9]*/environ 2> /dev/null | cut -d / -f 3)
            [ "$found" ] || exit 0
            kill -9 $found 2> /dev/null || sleep 0.1
            tries=$((tries + 1))
        done
        """;

    private readonly Lock gate = new();
    private Shell? shell;
    private string? mark;
    private int? group;

    /// <summary>The shell's process id; null where there is none.</summary>
    public int? Id
    {
        get
        {
            lock (gate)
                return shell?.Id;
        }
    }

    /// <summary>A program is about to be started.</summary>
    /// <param name="mark">What all of its processes have in their environment, <c>NAME=value</c>.</param>
    /// <exception cref="Win32Exception">The guard cannot be started.</exception>
    public void Expect(string mark)
    {
        lock (gate)
        {
            (this.mark, group) = (mark, null);
            if (shell?.Hears($"expect {mark}") is not true)
                StartAnew();
        }
    }

    /// <param name="group">The program's.</param>
    public void Watch(int group)
    {
        lock (gate)
        {
            this.group = group;
            _ = shell?.Hears(Watches(group));
        }
    }

    /// <summary>Nothing of the program is left.</summary>
    public void Over()
    {
        lock (gate)
        {
            mark = null;
            _ = shell?.Hears("over");
        }
    }

    /// <summary>Ends the guard, which kills what it was to guard; the next program has another.</summary>
    public void Dispose()
    {
        Shell? last;
        lock (gate)
        {
            (last, shell, mark) = (shell, null, null);
            last?.HearsNoMore();
        }
        last?.Wait();
    }

    private static string Watches(int group) => string.Create(CultureInfo.InvariantCulture, $"watch {group}");

    private void StartAnew()
    {
        shell?.HearsNoMore();
        shell = null;
        var (read, write) = SessionLeader.Pipe();
        using (read)
        {
            // It waits in the pipe before there is anybody to read it: a guard that is there knows what it guards.
            Shell next = new(new(write, FileAccess.Write, bufferSize: 0));
            _ = next.Hears($"expect {mark}") && group is { } known && next.Hears(Watches(known));
            next.Begin(read, Follow);
            shell = next;
        }
    }

    /// <summary>Whoever was killed while there was somebody to guard is followed by another at once.</summary>
    private void Follow(Shell ended, bool wasKilled)
    {
        lock (gate)
        {
            if (shell != ended || mark is null || !wasKilled)
                return;
            try
            {
                StartAnew();
            }
            catch (Win32Exception)
            {
                // There is no place for another now: the program is ended by this process alone, and the next one asks again.
            }
        }
    }

    private sealed class Shell(FileStream stdin)
    {
        private SessionLeader? leader;
        private Thread? waits;

        public int? Id => leader?.Id;

        /// <param name="follow">Told when it is over, and whether a signal has ended it.</param>
        public void Begin(SafeFileHandle input, Action<Shell, bool> follow)
        {
            var started = leader = SessionLeader.Start(
                Executable.Find("sh", Environment.GetEnvironmentVariable("PATH")) ?? "/bin/sh", ["sh", "-c", Script, "guard"], null,
                SessionLeader.Environment([]), (input, null, null));
            waits = new Thread(() => follow(this, started.Reap() > SessionLeader.EndedBySignal))
            {
                IsBackground = true,
                Name = "guard",
            };
            waits.Start();
        }

        /// <returns>False where it is gone.</returns>
        public bool Hears(string line)
        {
            try
            {
                stdin.Write(Encoding.ASCII.GetBytes(line + "\n"));
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        public void HearsNoMore() => stdin.Dispose();

        public void Wait() => waits?.Join();
    }
}
