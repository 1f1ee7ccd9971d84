using System.CommandLine;

namespace Sweep.Coordinator.Cli;

/// <summary>Options that every command understands.</summary>
public static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document on stdout and nothing else there.", Recursive = true };

    public static readonly Option<string?> Home = new("--home") { Description = "The home folder: journal, results and checkpoints (default: .sweep, or SWEEP_HOME).", HelpName = "folder", Recursive = true };

    public static readonly Option<string?> Data = new("--data") { Description = "Where datasets are (default: SWEEP_DATA, or the cache folder).", HelpName = "folder", Recursive = true };
}
