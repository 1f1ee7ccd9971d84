using System.Globalization;

namespace Sweep.Coordinator.Http;

/// <summary>
/// How many connections HTTP takes at once: every one is an open file, and a process that may open no more can neither write its journal
/// nor answer anybody.
/// </summary>
internal static class ConnectionLimit
{
    private const string Limits = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    /// <summary>Enough for a lab of hundreds of agents.</summary>
    public const int Most = 1024;

    private const int Least = 16;

    /// <summary>HTTP's part of the files that the process may open.</summary>
    private const int Share = 4;

    public static int OfThisProcess() => File.Exists(Limits) ? Of(File.ReadLines(Limits)) : Most;

    /// <param name="limits">As Linux tells them: name, soft limit, hard limit, unit. .NET raises its own to the hard one.</param>
    public static int Of(IEnumerable<string> limits)
    {
        var files = limits.FirstOrDefault(line => line.StartsWith(OpenFiles, StringComparison.Ordinal))
            ?[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return files is [var soft, ..] && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? Math.Clamp(most / Share, Least, Most)
            : Most;
    }
}
