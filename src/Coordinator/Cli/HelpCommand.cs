using System.CommandLine;
using System.CommandLine.Completions;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep help [COMMAND]</c>: what <c>--help</c> shows, asked for the way many programs are asked.</summary>
internal static class HelpCommand
{
    /// <param name="root">With every other command.</param>
    public static Command Create(RootCommand root)
    {
        var words = new Argument<string[]>("command")
        {
            Description = "The command to explain, for instance 'data show' (default: all of them in one line each).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(_ => root.Subcommands.Select(command => new CompletionItem(command.Name)));
        var help = new Command("help", "Explain a command, as --help after it does.") { words };
        help.SetAction((parsed, cancellation) =>
        {
            Command at = root;
            var path = "sweep";
            foreach (var word in parsed.GetValue(words) ?? [])
            {
                at = at.Subcommands.FirstOrDefault(command => command.Name == word)
                    ?? throw new BadInputException(at.Subcommands.Count > 0
                        ? ParseErrors.Stranger(word, at, path)
                        : $"{path} has no commands of its own, but got '{word}'; see '{path} --help'.");
                path += " " + word;
            }
            return root.Parse([.. parsed.GetValue(words) ?? [], "--help"]).InvokeAsync(parsed.InvocationConfiguration, cancellation);
        });
        return help;
    }
}
