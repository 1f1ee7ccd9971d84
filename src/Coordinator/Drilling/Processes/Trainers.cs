using System.Globalization;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>Trainers, found as children of their agent: the drill hurts them without the agent's help.</summary>
internal static class Trainers
{
    private const string Order = "train";

    public static IReadOnlyList<int> Of(int agent) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(PidOf).OfType<int>()
            .Where(pid => ParentOf(pid) == agent && IsTrainer(pid)).Order()];

    private static int? PidOf(string? name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static bool IsTrainer(int pid) => Read(pid, "cmdline").Split('\0').Contains(Order);

    /// <summary>Field 4 of <c>/proc/pid/stat</c>; the second is the program's name in parentheses and may hold spaces itself.</summary>
    private static int? ParentOf(int pid) =>
        Read(pid, "stat") is { Length: > 0 } stat
            ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) : null;

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
