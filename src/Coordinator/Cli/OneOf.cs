using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Options and arguments that take one of a few words: a wrong one is told as all wrong words are, and completion knows them.
/// </summary>
internal static class OneOf
{
    public static void TakesOneOf<T>(this Option<T> option, params IReadOnlyList<string> known)
    {
        option.Validators.Add(result => Check(result, result.Tokens, option.Name, known));
        option.Completes(known);
    }

    public static void TakesOneOf<T>(this Argument<T> argument, params IReadOnlyList<string> known)
    {
        argument.Validators.Add(result => Check(result, result.Tokens, argument.Name, known));
        argument.CompletionSources.Add(_ => known.Select(word => new CompletionItem(word)));
    }

    public static void Completes(this Option option, params IReadOnlyList<string> known) =>
        option.CompletionSources.Add(_ => known.Select(word => new CompletionItem(word)));

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens, string name, IReadOnlyList<string> known)
    {
        if (tokens is [{ Value: var word }] && !known.Contains(word))
            result.AddError($"{name} '{word}' {NearestWord.Unknown(word, known)}.");
    }
}
