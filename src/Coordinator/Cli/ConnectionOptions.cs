using System.CommandLine;

namespace Sweep.Coordinator.Cli;

/// <summary>How to reach a coordinator on another machine; without them the home's own <c>coordinator.json</c> is asked.</summary>
public static class ConnectionOptions
{
    public const string TokenVariable = "SWEEP_TOKEN";
    public const string CaVariable = "SWEEP_CA";

    public static readonly Option<string?> Coordinator = new("--coordinator")
    {
        Description = "Address of a coordinator's HTTP API, for instance https://lab:4080 (default: the one of the home).",
        HelpName = "url",
        Recursive = true,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = $"Token of that coordinator (default: {TokenVariable}); every user of this machine can see it, " +
            "so rather set the variable or give a file.",
        HelpName = "text",
        Recursive = true,
    };

    public static readonly Option<string?> Ca = new("--ca")
    {
        Description = "By which keys that coordinator is known: its keys/ca.crt, or the hash that it shows " +
            $"(default: {CaVariable}, or a login).",
        HelpName = "file|hash",
        Recursive = true,
    };

    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "File with the token of that coordinator.",
        HelpName = "file",
        Recursive = true,
    };
}
