using System.Globalization;

namespace Sweep.GpuAgent.Programs;

/// <summary>How often the kernel has killed for memory on this machine.</summary>
internal static class MemoryKills
{
    /// <returns>Null where the kernel does not say.</returns>
    public static long? Count()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/vmstat"))
            {
                if (line.StartsWith("oom_kill ", StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(line.IndexOf(' ') + 1), CultureInfo.InvariantCulture);
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
