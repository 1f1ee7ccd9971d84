using System.CommandLine;

namespace Sweep.Coordinator.Cli;

/// <summary>The sweep that a command is about, by name.</summary>
internal static class SweepArgument
{
    public static Argument<string?> Optional(string otherwise) => new("sweep")
    {
        Description = $"Name of the sweep (default: {otherwise}).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Argument<string> Required() => new("sweep") { Description = "Name of the sweep." };
}
