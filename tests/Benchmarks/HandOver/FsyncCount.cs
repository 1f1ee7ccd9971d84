using System.Diagnostics;
using System.Globalization;

namespace Sweep.Benchmarks.HandOver;

/// <summary>How often a process asks its disk to sync, as strace sees it.</summary>
internal sealed class FsyncCount : IDisposable
{
    private const string Calls = "fsync,fdatasync,msync,sync_file_range";

    private readonly Process strace;
    private readonly string file;

    private FsyncCount(Process strace, string file) => (this.strace, this.file) = (strace, file);

    /// <returns>Null where strace is not installed.</returns>
    public static FsyncCount? Of(int pid)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("strace", ["-f", "-c", "-e", $"trace={Calls}", "-o", file, "-p", pid.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardError = true,
            };
            var strace = Process.Start(start)!;
            // It says so when it has attached.
            strace.StandardError.ReadLine();
            _ = strace.StandardError.ReadToEndAsync();
            return new(strace, file);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            File.Delete(file);
            return null;
        }
    }

    /// <summary>Ends the counting.</summary>
    public int Take()
    {
        if (!strace.HasExited)
            using (var signal = Process.Start("kill", ["-INT", strace.Id.ToString(CultureInfo.InvariantCulture)]))
                signal.WaitForExit();
        strace.WaitForExit();
        return File.ReadLines(file)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length >= 5 && Calls.Split(',').Contains(columns[^1]))
            .Sum(columns => int.Parse(columns[3], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        strace.Dispose();
        File.Delete(file);
    }
}
