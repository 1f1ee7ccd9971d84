using System.Diagnostics;
using System.Globalization;

[assembly: AssemblyFixture(typeof(Sweep.Suite.NothingLeftBehind))]

namespace Sweep.Suite;

/// <summary>
/// The last word of every test program: no process that it started lives on, and its temporary folder is empty. What is found is said, ended
/// and removed.
/// </summary>
public sealed class NothingLeftBehind : IAsyncDisposable
{
    /// <summary>Far beyond what a process needs to end that was told to; reached only by one that was not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async ValueTask DisposeAsync()
    {
        var began = Stopwatch.StartNew();
        while (Processes().Count > 0 && began.Elapsed < Patience)
#pragma warning disable RS0030 // Another process tells nobody.
            await Task.Delay(20);
#pragma warning restore RS0030
        var processes = Processes();
        foreach (var (id, _) in processes)
            End(id);
        var entries = Directory.GetFileSystemEntries(Surroundings.Folder);
        Directory.Delete(Surroundings.Folder, recursive: true);
        ProcessPlace.LeaveNone();
        string[] left = [.. processes.Select(process => $"process {process.Id}: {process.Command}"), .. entries];
        Assert.True(left.Length == 0, $"These tests are over, and left behind:\n{string.Join('\n', left)}");
    }

    /// <summary>All living processes that have this test program's temporary folder for theirs, whoever their parent is by now.</summary>
    private static IReadOnlyList<(int Id, string Command)> Processes() => !Directory.Exists("/proc") ? [] :
    [
        .. Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => name.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .Where(id => id != Environment.ProcessId && Read(id, "environ").Contains(Mark, StringComparison.Ordinal))
            .Select(id => (id, Read(id, "cmdline").Replace('\0', ' '))),
    ];

    private static string Mark { get; } = $"\0{Surroundings.Variable}={Surroundings.Folder}\0";

    /// <summary>Empty for a process that is over, and for one of somebody else.</summary>
    private static string Read(int process, string what)
    {
        try
        {
            return $"\0{File.ReadAllText($"/proc/{process}/{what}")}\0";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static void End(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            running.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }
}
