using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// The processes that a program has made, found in <c>/proc</c>: those of its session, and those that bear its mark in their environment,
/// which a process that makes itself a session of its own still does.
/// </summary>
internal static partial class Processes
{
    public const int Kill = 9, Terminate = 15, Continue = 18, Stop = 19;

    private const int ChildEnded = 17;
    private const int ChildSubreaper = 36;
    private const int DoNotHang = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <summary>From here on this process is the parent of every descendant that loses its own.</summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux())
            _ = Control(ChildSubreaper, 1, 0, 0, 0);
    }

    /// <summary>
    /// From here on this process is told how its children end: whoever starts an agent may have it ignored that they do, the agent hands
    /// that on, and the system then forgets a child at once, and gives its id to another.
    /// </summary>
    public static unsafe void LearnHowChildrenEnd()
    {
        const int Default = 0, Ignored = 1, Room = 1024;
        var action = stackalloc nint[Room / sizeof(nint)];
        // The handler comes first. One of .NET's stays.
        if (OperatingSystem.IsLinux() && Action(ChildEnded, 0, action) == 0 && action[0] == Ignored)
            _ = Handle(ChildEnded, Default);
    }

    /// <summary>Sends a signal to a process group that may be gone.</summary>
    public static void Signal(int group, int signal) => _ = Send(-group, signal);

    /// <summary>Kills every process of a program and waits until none is left.</summary>
    /// <param name="leader">Its first process, the leader of its session.</param>
    /// <param name="mark">What all of them have in their environment, <c>NAME=value</c>.</param>
    /// <param name="since">When the first process started, in the kernel's ticks: no other is older.</param>
    /// <param name="lived">Since then.</param>
    /// <returns>The ids of those that cannot be killed, where there are any after a while.</returns>
    public static IReadOnlyList<int> EndAll(int leader, string mark, long since, TimeSpan lived)
    {
        Signal(leader, Kill);
        var marked = Encoding.UTF8.GetBytes($"\0{mark}\0");
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // The younger ones first: to read of every process of the machine takes longer than a small program does.
            var alive = Alive(leader, marked, since, from: leader);
            if (alive.Count == 0 && !AreAllAbove(leader, lived + TimeProvider.System.GetElapsedTime(began)))
                alive = Alive(leader, marked, since, from: 0);
            if (alive.Count == 0 || TimeProvider.System.GetElapsedTime(began) > Patience)
                return alive;
            foreach (var id in alive)
                _ = Send(id, Kill);
            Thread.Sleep(BetweenLooks);
        }
    }

    private static bool AreAllAbove(int id, TimeSpan lived)
    {
        try
        {
            return ProcessIds.OnlyRose(
                id, lived, File.ReadAllText("/proc/loadavg"), Number(File.ReadAllText("/proc/sys/kernel/pid_max")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>When a process started, in the kernel's ticks since the machine did; null where there is no such process.</summary>
    public static long? StartOf(int id) => Look(id)?.Start;

    /// <summary>Whether there is such a process, and it is not over.</summary>
    public static bool Lives(int id) => Look(id) is { State: not ('Z' or 'X') };

    /// <param name="from">No process with a smaller id is looked at.</param>
    private static List<int> Alive(int leader, byte[] mark, long since, int from)
    {
        var alive = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || id < from || id == Environment.ProcessId || Look(id) is not { } process || process.Start < since)
                continue;
            if (process.Session != leader && !Bears(id, mark))
                continue;
            if (process.State is not ('Z' or 'X'))
                alive.Add(id);
            else if (process.Parent == Environment.ProcessId && id != leader)
                // Adopted, and nobody else waits for it.
                _ = Wait(id, 0, DoNotHang);
        }
        return alive;
    }

    private static (char State, int Parent, int Session, long Start)? Look(int id)
    {
        try
        {
            var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{id}/stat"));
            // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], Number(fields[1]), Number(fields[3]), long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Bears(int id, byte[] mark)
    {
        try
        {
            byte[] environment = [0, .. File.ReadAllBytes(FormattableString.Invariant($"/proc/{id}/environ"))];
            return environment.AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int id, int signal);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static unsafe partial int Action(int signal, nint next, nint* now);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Handle(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int id, nint status, int options);
}
