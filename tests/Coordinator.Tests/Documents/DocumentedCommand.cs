using System.Text.RegularExpressions;
using Sweep.Shared;

namespace Sweep.Documents;

/// <summary>A command that the README or a page of docs/ prints.</summary>
/// <param name="Text">As printed, without the prompt.</param>
/// <param name="Prompt">What stands before it: empty, <c>$</c>, or <c>server$</c> for a machine of a lab.</param>
/// <param name="Fenced">In a block of code of its own; the others are named in a sentence.</param>
/// <param name="Shown">The lines printed below it as its output.</param>
internal sealed partial record DocumentedCommand(string File, int Line, string Text, string Prompt, bool Fenced, IReadOnlyList<string> Shown)
{
    /// <summary>Blocks of these languages hold commands, with or without their output; others hold programs, data and screens.</summary>
    private static readonly string[] Languages = ["", "sql", "error", "sql-error", "bash", "sh", "console"];

    [GeneratedRegex(@"^(?:(?<prompt>[\w-]*\$) +)?(?<text>(?:(?:\./)?sweep(?:-agent)?|dotnet)(?: .*)?)$")]
    private static partial Regex FencedLine { get; }

    [GeneratedRegex(@"`(?<text>(?:\./)?sweep(?:-agent)?(?: [^`]*)?)`")]
    private static partial Regex Named { get; }

    [GeneratedRegex(@"(?<![\w'])[A-Z]{2,}(?![\w'])|…")]
    private static partial Regex Placeholder { get; }

    /// <summary>Why the command is not run, but only read by bash and by the command line; null where it is run.</summary>
    public string? NotRun => this switch
    {
        { Fenced: false } => "is named in a sentence, without its place and its files",
        { Prompt.Length: > 1 } => "is typed on the machines of a lab",
        _ when Text.StartsWith("dotnet ", StringComparison.Ordinal) => "builds, tests or measures for minutes",
        _ when Text.Contains("sweep drill", StringComparison.Ordinal) => "hurts processes for minutes; the drill has tests of its own",
        _ when Text.Contains("--coordinator", StringComparison.Ordinal) || Text.Contains("sweep serve", StringComparison.Ordinal) => "needs a coordinator on another machine, or runs until it is stopped",
        _ when Text.Contains("cifar10", StringComparison.Ordinal) => "needs CIFAR-10, from disk or from the network",
        _ when Placeholder.IsMatch(WithoutComment) && !Text.Contains("query", StringComparison.Ordinal) => "has a word to be filled in",
        _ => null,
    };

    public string WithoutComment => Text.IndexOf("  #", StringComparison.Ordinal) is >= 0 and var at ? Text[..at].TrimEnd() : Text;

    public override string ToString() => FormattableString.Invariant($"{File}:{Line} {WithoutComment}");

    public static string Root => Checkout.Root;

    /// <summary>README.md and docs/*.md, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } =
        ["README.md", .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<DocumentedCommand> In(string file)
    {
        var commands = new List<DocumentedCommand>();
        string? language = null;
        var prompted = false;
        var lines = System.IO.File.ReadAllLines(Path.Combine(Root, file));
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                language = language is null ? lines[i][3..].Trim() : null;
                prompted = language is not null && lines.Skip(i + 1).TakeWhile(l => !l.StartsWith("```", StringComparison.Ordinal)).Any(l => l.StartsWith("$ ", StringComparison.Ordinal));
            }
            else if (language is null)
            {
                foreach (var match in Named.Matches(lines[i]).Where(m => !m.Groups["text"].Value.EndsWith(".yaml", StringComparison.Ordinal) || m.Value.Contains(' ', StringComparison.Ordinal)))
                    commands.Add(new(file, i + 1, match.Groups["text"].Value, "", false, []));
            }
            else if (Languages.Contains(language) && FencedLine.Match(lines[i]) is { Success: true } match && (!prompted || match.Groups["prompt"].Length > 0))
            {
                var shown = lines.Skip(i + 1).TakeWhile(l => !l.StartsWith("```", StringComparison.Ordinal) && !(FencedLine.Match(l) is { Success: true } next && (!prompted || next.Groups["prompt"].Length > 0)));
                commands.Add(new(file, i + 1, match.Groups["text"].Value, match.Groups["prompt"].Value, true, [.. shown]));
            }
        }
        return commands;
    }
}
