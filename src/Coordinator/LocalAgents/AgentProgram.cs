using System.Diagnostics;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.LocalAgents;

/// <summary>Where the agent's program lies: named by an environment variable, in the build's layout, in a published one, or beside this
/// program's unpacked archive.</summary>
internal static class AgentProgram
{
    public const string Variable = "SWEEP_AGENT";
    private const string Assembly = "sweep-agent.dll";

    /// <param name="ownFolder">The folder of this program.</param>
    /// <param name="named">The value of <see cref="Variable"/>.</param>
    public static string Find(string ownFolder, string? named)
    {
        var own = Path.TrimEndingDirectorySeparator(ownFolder);
        var archived = IsFromArchive(own) && string.IsNullOrEmpty(named);
        var candidates = archived ? [InArchive(own)] : string.IsNullOrEmpty(named) ? Candidates(own) : [Path.GetFullPath(named)];
        return candidates.FirstOrDefault(File.Exists) ?? throw new BadInputException(archived
            ? "This needs the agent's program, which has an archive of its own: unpack it where this one was unpacked " +
              $"(it would be {candidates[0]}), or name the program with {Variable}."
            :
            $"The agent's program is not there (looked for {string.Join(", ", candidates)}): " +
            $"build it with `dotnet build src/GpuAgent -c Release`, or name it with {Variable}.");
    }

    /// <summary>The program as a process whose three streams are ours.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var managed = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        return new(managed ? DotNet : program, managed ? [program, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>The host that runs this program, where it is the <c>dotnet</c> host.</summary>
    private static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Whether <paramref name="folder"/> holds a program together with its runtime: it came out of an archive.</summary>
    private static bool IsFromArchive(string folder) => File.Exists(Path.Combine(folder, "libhostfxr.so"));

    // lib/sweep has its sibling in lib/sweep-agent.
    private static string InArchive(string ownFolder) =>
        Path.GetFullPath(Path.Combine(ownFolder, "..", "sweep-agent", "sweep-agent"));

    // artifacts/bin/Coordinator/release/ has its sibling in artifacts/bin/GpuAgent/release/; a published folder holds it in agent/.
    private static string[] Candidates(string ownFolder) =>
    [
        Path.Combine(ownFolder, "agent", Assembly),
        Path.GetFullPath(Path.Combine(ownFolder, "..", "..", "GpuAgent", Path.GetFileName(ownFolder), Assembly)),
    ];
}
