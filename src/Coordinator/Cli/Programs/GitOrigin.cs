using System.ComponentModel;
using System.Diagnostics;
using Sweep.Experiments.Programs;

namespace Sweep.Coordinator.Cli.Programs;

/// <summary>What git knows of a folder.</summary>
internal static class GitOrigin
{
    /// <param name="sweepFile">Is no code: whatever changed in it says nothing of the folder's. Null where the sweep is in no file.</param>
    /// <returns>Null where there is no git, no repository, or no commit with any of the folder's files.</returns>
    public static CodeOrigin? Of(string folder, string? sweepFile) =>
        Ask(folder, "rev-parse", "--verify", "--quiet", "HEAD") is { Length: > 0 } commit
        && Ask(folder, "ls-tree", "--name-only", "HEAD", ".") is { Length: > 0 }
        && Ask(folder, ["status", "--porcelain", "--", ".", .. Without(folder, sweepFile)]) is { } changes
            ? new(commit.Trim(), changes.Length > 0)
            : null;

    private static string[] Without(string folder, string? sweepFile) =>
        sweepFile is not null && Path.GetRelativePath(folder, Path.GetFullPath(sweepFile)) is var name
            && !name.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(name)
                ? [$":(exclude,literal){name}"]
                : [];

    /// <returns>What it says; null where it says no, or is not there.</returns>
    private static string? Ask(string folder, params string[] arguments)
    {
        // Nothing is run that the repository's own configuration names, and nothing in it is written.
        var start = new ProcessStartInfo("git", ["-c", "core.fsmonitor=false", "--no-optional-locks", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            var said = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? said : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }
}
