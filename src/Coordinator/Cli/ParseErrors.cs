using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>What the command line's parser could not use, as one sentence with the remedy.</summary>
internal static class ParseErrors
{
    public static void Refuse(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction)
            return;
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        if (parsed.UnmatchedTokens is [var stranger, ..])
            throw new BadInputException(Stranger(stranger, command, path));
        throw new BadInputException($"{Sentence(parsed.Errors[0].Message)} See '{path} --help'.");
    }

    private static string Stranger(string stranger, Command command, string path)
    {
        var isOption = stranger.StartsWith('-');
        var known = isOption
            ? [.. command.Options.Concat(GlobalOptionsOf(command)).Where(o => !o.Hidden).Select(o => o.Name).Distinct()]
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToArray();
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var nearest = NearestWord.To(stranger, known);
        return nearest is null
            ? $"{path} has no {kind} '{stranger}'; see '{path} --help'."
            : $"{path} has no {kind} '{stranger}'; did you mean '{nearest}'?";
    }

    private static IEnumerable<Option> GlobalOptionsOf(Symbol symbol) =>
        symbol.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(o => o.Recursive).Concat(GlobalOptionsOf(parent)));

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "sweep";

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}
