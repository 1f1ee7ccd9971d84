using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>Whether a command can be started at all, so that it can be said in a sentence why not.</summary>
internal static class Executable
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What every program is started and guarded with.</summary>
    private static readonly string[] Needed = ["env", "sh", "grep", "cut"];

    /// <exception cref="ProgramEndedException">This machine lacks what is needed for any program.</exception>
    public static void CheckMachine(string? path)
    {
        if (Array.Find(Needed, program => Find(program, path) is null) is { } missing)
            throw new ProgramEndedException(
                Outcome.BadConfiguration,
                $"This agent's machine has no {missing}, which programs are started with: install coreutils and grep.",
                agentsOwn: true);
    }

    /// <param name="folder">Where it is started.</param>
    /// <param name="path">The folders where programs are looked for, separated by colons.</param>
    /// <exception cref="ProgramEndedException">It cannot be.</exception>
    public static void Check(string program, string folder, string? path)
    {
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            if (Find(program, path) is null)
                throw new ProgramEndedException(
                    Outcome.BadConfiguration,
                    $"This agent's machine has no program {program}: install it there, or name another.",
                    agentsOwn: true);
            return;
        }
        var file = Path.Combine(folder, program);
        if (!File.Exists(file))
            throw new ProgramEndedException(
                Outcome.BadConfiguration, $"There is no {program} to start: it is looked for from the folder of the experiment.");
        if (!IsOne(file))
            throw new ProgramEndedException(
                Outcome.BadConfiguration, $"{program} may not be executed: chmod +x it, or start it by its interpreter.");
    }

    /// <param name="path">The folders where programs are looked for, separated by colons.</param>
    /// <returns>The file; null where there is none.</returns>
    public static string? Find(string program, string? path) =>
        (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, program)).FirstOrDefault(IsOne);

    /// <summary>
    /// The file that the system's own search takes: what stands in a path and does not begin at the root is meant from where it is started.
    /// </summary>
    /// <param name="folder">Where it is started.</param>
    /// <returns>The file, from there; null where it is left to the system.</returns>
    public static string? FindFrom(string folder, string program, string? path) =>
        program.Contains('/', StringComparison.Ordinal)
            ? program
            : path?.Split(':').Select(place => Path.Combine(place, program)).FirstOrDefault(file => IsOne(Path.Combine(folder, file)));

    private static bool IsOne(string file) =>
        File.Exists(file) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
