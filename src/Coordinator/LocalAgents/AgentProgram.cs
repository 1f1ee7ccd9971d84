using System.Diagnostics;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.LocalAgents;

/// <summary>Where the agent's program lies: named by an environment variable, in the build's layout, or in a published one.</summary>
internal static class AgentProgram
{
    public const string Variable = "SWEEP_AGENT";
    private const string Assembly = "sweep-agent.dll";

    /// <param name="ownFolder">The folder of this program.</param>
    /// <param name="named">The value of <see cref="Variable"/>.</param>
    public static string Find(string ownFolder, string? named)
    {
        var candidates = string.IsNullOrEmpty(named) ? Candidates(Path.TrimEndingDirectorySeparator(ownFolder)) : [Path.GetFullPath(named)];
        return candidates.FirstOrDefault(File.Exists) ?? throw new BadInputException(
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

    // artifacts/bin/Coordinator/release/ has its sibling in artifacts/bin/GpuAgent/release/; a published folder holds it in agent/.
    private static string[] Candidates(string ownFolder) =>
    [
        Path.Combine(ownFolder, "agent", Assembly),
        Path.GetFullPath(Path.Combine(ownFolder, "..", "..", "GpuAgent", Path.GetFileName(ownFolder), Assembly)),
    ];
}
