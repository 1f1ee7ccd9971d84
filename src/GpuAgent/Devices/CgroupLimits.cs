using System.Globalization;

namespace Sweep.GpuAgent.Devices;

/// <summary>
/// What a container, a job scheduler or a service manager lets this process and its children use, by control groups of version 1 or 2: the
/// tightest limit on the way from the process's own group up to the root. Source: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1 of
/// the Linux kernel.
/// </summary>
/// <param name="Cores">Null is no limit.</param>
/// <param name="MemoryBytes">Null is no limit.</param>
internal sealed record CgroupLimits(double? Cores, long? MemoryBytes)
{
    /// <summary>Version 1 says "no limit" as the largest number of whole pages; nothing near it is a limit.</summary>
    private const long NoLimit = 1L << 60;

    /// <param name="root">The folder that has <c>proc</c> and <c>sys</c>.</param>
    public static CgroupLimits OfThisProcess(string root)
    {
        var (groups, mounted) = (Path.Combine(root, "proc/self/cgroup"), Path.Combine(root, "sys/fs/cgroup"));
        if (!File.Exists(groups))
            return new(null, null);
        var (cores, memory) = (new List<double>(), new List<long>());
        foreach (var line in File.ReadLines(groups))
        {
            // hierarchy : controllers : path
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            var names = controllers.Split(',');
            if (controllers.Length == 0)
            {
                cores.AddRange(Up(mounted, path, CoresOfVersion2));
                memory.AddRange(Up(mounted, path, folder => Number(folder, "memory.max")));
            }
            if (names.Contains("cpu"))
                cores.AddRange(Up(Mounted(mounted, controllers, "cpu"), path, CoresOfVersion1));
            if (names.Contains("memory"))
                memory.AddRange(Up(Mounted(mounted, controllers, "memory"), path, folder => Number(folder, "memory.limit_in_bytes")));
        }
        return new(cores.Count == 0 ? null : cores.Min(), memory.Count == 0 ? null : memory.Min());
    }

    /// <summary>Whole cores, at least one, of as many as the machine has.</summary>
    public int CoresOf(int machine) => Cores is { } limit ? (int)Math.Clamp(Math.Floor(limit), 1, machine) : machine;

    private static string Mounted(string groups, string controllers, string one) =>
        Path.Combine(groups, controllers) is var together && Directory.Exists(together) ? together : Path.Combine(groups, one);

    /// <summary>What the group and those above it say. A path that is not here is of another namespace: what is above it counts.</summary>
    private static IEnumerable<T> Up<T>(string mounted, string path, Func<string, T?> limit) where T : struct
    {
        for (var group = path.Trim('/'); ; group = Path.GetDirectoryName(group) ?? "")
        {
            if (limit(Path.Combine(mounted, group)) is { } found)
                yield return found;
            if (group.Length == 0)
                yield break;
        }
    }

    /// <summary><c>cpu.max</c>: microseconds in a period, and the period; <c>max</c> where there is no limit.</summary>
    private static double? CoresOfVersion2(string folder) =>
        Text(folder, "cpu.max")?.Split(' ') is [var quota, var period] ? Share(quota, period) : null;

    private static double? CoresOfVersion1(string folder) =>
        Text(folder, "cpu.cfs_quota_us") is { } quota && Text(folder, "cpu.cfs_period_us") is { } period ? Share(quota, period) : null;

    private static double? Share(string quota, string period) =>
        long.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            && long.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0
            ? (double)microseconds / whole
            : null;

    private static long? Number(string folder, string name) =>
        long.TryParse(Text(folder, name), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is > 0 and < NoLimit
            ? bytes
            : null;

    private static string? Text(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
