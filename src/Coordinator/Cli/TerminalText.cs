using Spectre.Console;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Lines without markup, control characters in them shown. In a pipe and in a file they are as long as they are, so that they can be
/// searched; at a terminal they are broken between words, which the terminal itself would not do.
/// </summary>
internal static class TerminalText
{
    public static void Say(this Terminal terminal, string sentence) => terminal.Error.Line(sentence);

    public static void Answer(this Terminal terminal, string line) => terminal.Out.Line(line);

    public static void Line(this IAnsiConsole console, string text)
    {
        var visible = VisibleText.Sentence(text);
        foreach (var line in console.Profile.Out.IsTerminal ? Wrapped(visible, console.Profile.Width) : [visible])
            console.Profile.Out.Writer.WriteLine(line);
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Lines that start as far to the right as the one that they go on from.</summary>
    internal static IEnumerable<string> Wrapped(string text, int width)
    {
        foreach (var line in text.Split('\n'))
        {
            var indent = line.Length - line.TrimStart(' ').Length;
            if (line.Length <= width || indent >= width / 2)
                yield return line;
            else
                foreach (var part in WrappedText.Lines(line[indent..], width - indent, whole: true))
                    yield return line[..indent] + part;
        }
    }

    /// <summary>A text of many lines that somebody else wrote, indented so that no line of it looks like one of ours.</summary>
    public static void Quote(this Terminal terminal, string text)
    {
        foreach (var line in VisibleText.Lines(text).TrimEnd('\n').Split('\n'))
            terminal.Answer($"  {VisibleText.Of(line)}".TrimEnd());
    }

    /// <summary>Whether a person is watching: escape codes and redrawing are welcome.</summary>
    public static bool IsLive(this IAnsiConsole console) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities is { Ansi: true, Interactive: true };
}
