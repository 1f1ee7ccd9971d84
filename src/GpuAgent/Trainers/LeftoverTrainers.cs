using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Sweep.GpuAgent.Trainers;

/// <summary>
/// A file per living trainer, named by its process id, holding its start time. Trainers end with their agent; one that hangs in
/// native code does not, and would hold its GPU against the next agent.
/// </summary>
internal sealed class LeftoverTrainers(string folder)
{
    public void Add(int pid)
    {
        Directory.CreateDirectory(folder);
        if (StartTime(pid) is { } time)
            File.WriteAllText(FileOf(pid), time);
    }

    public void Remove(int pid) => File.Delete(FileOf(pid));

    /// <summary>Kills the trainers that an earlier agent left; a process that merely has the same id now is left alone.</summary>
    /// <returns>The ids of those killed.</returns>
    public IReadOnlyList<int> KillAll()
    {
        if (!Directory.Exists(folder))
            return [];
        var killed = new List<int>();
        foreach (var file in Directory.GetFiles(folder))
        {
            if (int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && StartTime(pid) is { } time && time == File.ReadAllText(file) && Kill(pid))
                killed.Add(pid);
            File.Delete(file);
        }
        return killed;
    }

    /// <summary>Field 22 of <c>/proc/pid/stat</c>, in clock ticks since the machine started; null where there is no such process.</summary>
    internal static string? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/stat"));
            // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 19 } fields ? fields[19] : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            return process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private string FileOf(int pid) => Path.Combine(folder, pid.ToString(CultureInfo.InvariantCulture));
}
