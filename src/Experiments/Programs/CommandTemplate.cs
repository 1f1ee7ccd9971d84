using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Programs;

/// <summary>
/// A command with places for hyperparameters: <c>{name}</c> stands for a value, <c>{{</c> and <c>}}</c> for the braces themselves. What
/// stands in braces and is no name, as in JSON, is left as it is.
/// </summary>
public static partial class CommandTemplate
{
    [GeneratedRegex(@"\{\{|\}\}|\{([a-zA-Z][a-zA-Z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place { get; }

    /// <param name="names">Of the hyperparameters, epochs and seed among them.</param>
    /// <returns>What cannot be filled, one sentence with the remedy; null where all can.</returns>
    public static string? Refusal(IReadOnlyList<string> command, IReadOnlyList<string> names)
    {
        var unknown = command.SelectMany(NamesIn).FirstOrDefault(name => !names.Contains(name));
        return unknown is null ? null
            : $"The command has {{{unknown}}}, which is no hyperparameter of the space: {NearestWord.Remedy(unknown, names).TrimEnd('?')}"
                + $"; write {{{{{unknown}}}}} for the braces themselves.";
    }

    /// <summary>
    /// An argument with a hyperparameter that this trial does not have is left out, and with it an option that stands alone before it:
    /// <c>--momentum {momentum}</c> is there whole or not at all.
    /// </summary>
    /// <param name="valueOf">Null where the trial does not have it.</param>
    public static ImmutableArray<string> Fill(IReadOnlyList<string> command, Func<string, string?> valueOf)
    {
        var filled = new List<string>();
        for (var i = 0; i < command.Count; i++)
        {
            if (NamesIn(command[i]).All(name => valueOf(name) is not null))
                filled.Add(Filled(command[i], valueOf));
            else if (i > 1 && IsOption(command[i - 1]) && !IsOption(command[i]) && !NamesIn(command[i - 1]).Any())
                filled.RemoveAt(filled.Count - 1);
        }
        return [.. filled];
    }

    private static bool IsOption(string argument) => argument is ['-', _, ..];

    private static IEnumerable<string> NamesIn(string argument) =>
        Place.Matches(argument).Where(match => match.Groups[1].Success).Select(match => match.Groups[1].Value);

    private static string Filled(string argument, Func<string, string?> valueOf)
    {
        var filled = new StringBuilder();
        var after = 0;
        foreach (Match match in Place.Matches(argument))
        {
            filled.Append(argument, after, match.Index - after)
                .Append(match.Groups[1].Success ? valueOf(match.Groups[1].Value) : match.Value[..1]);
            after = match.Index + match.Length;
        }
        return filled.Append(argument, after, argument.Length - after).ToString();
    }
}
