using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>What the command line's parser could not use, as one sentence with the remedy.</summary>
internal static class ParseErrors
{
    /// <param name="arguments">What was parsed.</param>
    public static void Refuse(ParseResult parsed, IEnumerable<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        // The parser would take what follows for the value.
        if (arguments.FirstOrDefault(argument => argument is ['-', '-', .., '=']) is { } open)
            throw new BadInputException($"{path}: {open.TrimEnd('=')} is given but empty: give it a value, or leave it out.");
        if (Empty(parsed.RootCommandResult) is { } empty)
            throw new BadInputException($"{path}: {empty} is given but empty: give it a value, or leave it out.");
        if (parsed.Action is not ParseErrorAction && Mistaken(parsed) is null)
            return;
        if ((Mistaken(parsed) ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null)) is { } stranger)
            throw new BadInputException(Stranger(stranger, command, path));
        if (!parsed.Errors.Any(IsAboutAWord) && Missing(parsed) is { } missing)
            throw new BadInputException($"{path}: {missing}. See '{path} --help'.");
        var error = parsed.Errors.FirstOrDefault(IsAboutAWord) ?? parsed.Errors[0];
        throw new BadInputException($"{Sentence(error.Message)} See '{path} --help'.");
    }

    /// <summary>Whether something that was given is wrong; else something is not given.</summary>
    private static bool IsAboutAWord(ParseError error) => error.SymbolResult is not (null or CommandResult) and { Tokens.Count: > 0 };

    /// <summary>What the command needs and does not have, with what it is for.</summary>
    private static string? Missing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Arguments.FirstOrDefault(IsMissing) is { } argument)
            return $"{argument.Name} is missing: {What(argument)}";
        if (command.Options.FirstOrDefault(IsEmpty) is { } empty)
            return $"{empty.Name} is given without a value: {What(empty)}";
        return command.Options.FirstOrDefault(option => option.Required && !HasValue(option)) is { } needed
            ? $"{needed.Name} is missing: {What(needed)}"
            : null;

        bool IsMissing(Argument one) =>
            one.Arity.MinimumNumberOfValues > 0 && !one.HasDefaultValue && parsed.GetResult(one) is not { Tokens.Count: > 0 };
        bool IsEmpty(Option one) => one.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(one) is { Implicit: false } && !HasValue(one);
        bool HasValue(Option one) => parsed.GetResult(one) is { Tokens.Count: > 0 };
    }

    /// <summary>The description as the rest of a sentence.</summary>
    private static string What(Symbol symbol) =>
        symbol.Description is { Length: > 0 } text ? char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.') : "give it a value";

    /// <summary>The name of an option or argument without a visible character: in a script most often a variable that is not set.</summary>
    private static string? Empty(CommandResult command) => command.Children
        .Select(child => child is CommandResult inner
            ? Empty(inner)
            : child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) ? NameOf(child) : null)
        .FirstOrDefault(name => name is not null);

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => "an argument",
    };

    /// <summary>An option misspelt, which the parser took for an argument.</summary>
    private static string? Mistaken(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).FirstOrDefault(value => value is ['-', _, ..]);

    internal static string Stranger(string stranger, Command command, string path)
    {
        if (stranger.StartsWith('-'))
            return Meant("option", command.Options.Concat(GlobalOptionsOf(command)).Select(o => o.Name));
        return command.Subcommands.Count > 0
            ? Meant("command", command.Subcommands.Select(c => c.Name))
            : $"{path} takes no further argument, but got '{stranger}'; see '{path} --help'.";

        string Meant(string kind, IEnumerable<string> known) => NearestWord.Of(stranger, [.. known.Distinct()]) is { } near
            ? $"{path} has no {kind} '{stranger}'; did you mean '{near}'? See '{path} --help'."
            : $"{path} has no {kind} '{stranger}'; see '{path} --help'.";
    }

    private static IEnumerable<Option> GlobalOptionsOf(Symbol symbol) =>
        symbol.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(o => o.Recursive).Concat(GlobalOptionsOf(parent)));

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "sweep";

    /// <summary>On one line, whatever the parser made of it.</summary>
    private static string Sentence(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.') + ".";
}
