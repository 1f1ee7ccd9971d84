using System.CommandLine;

namespace Sweep.Coordinator.Cli;

/// <summary>The options that every command takes.</summary>
public static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON document on stdout and nothing else there.",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "Print the answer and what is wrong, and nothing else: no progress, nothing about how it begins.",
        Recursive = true,
    };

    public static readonly Option<string?> Home = new("--home")
    {
        Description = "Folder of journal, results and checkpoints (default: SWEEP_HOME, else .sweep).",
        HelpName = "folder",
        Recursive = true,
    };

    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the datasets (default: SWEEP_DATA, else the user's cache folder).",
        HelpName = "folder",
        Recursive = true,
    };
}
