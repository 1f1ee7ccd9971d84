using System.Diagnostics;
using System.Globalization;

namespace Sweep.Coordinator.Homes;

/// <summary>The process that has a home for itself, as far as it can be seen from here.</summary>
/// <param name="Pid">As it wrote it beside the lock.</param>
internal sealed record HomeHolder(int Pid, string Name)
{
    /// <summary>Null where it is not known: the holder has not said yet, or is on another machine.</summary>
    public static HomeHolder? Of(Home home)
    {
        try
        {
            var pid = int.Parse(File.ReadAllText(home.HolderFile), CultureInfo.InvariantCulture);
            using var process = Process.GetProcessById(pid);
            return new(pid, process.ProcessName);
        }
        catch (Exception e)
            when (e is IOException or FormatException or ArgumentException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it is the home's coordinator, by what that wrote into the home.</summary>
    public bool Coordinates(Home home) => CoordinatorFile.Read(home)?.Pid == Pid;

    /// <summary>Whether it was stopped by a signal, and can do nothing until it is continued.</summary>
    public bool IsStopped => Status() is ['T', ..];

    /// <summary>Changes while the process does something: its time on processors. Null where that cannot be seen.</summary>
    public string? Work()
    {
        // After the name in brackets come the state, and eleven and twelve fields later the time in the program and in the kernel.
        return Pid == Environment.ProcessId || Status()?.Split(' ') is not [_, .. { Length: > 12 } fields]
            ? null
            : $"{fields[10]} {fields[11]}";
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Pid} ({Name})");

    private string? Status()
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/stat"));
            return text[(text.LastIndexOf(')') + 2)..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
