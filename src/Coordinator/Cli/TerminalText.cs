using Spectre.Console;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Lines never wrapped at the console's width, without markup, so that they can be searched and piped; control characters in them are
/// shown.
/// </summary>
internal static class TerminalText
{
    public static void Say(this Terminal terminal, string sentence) => terminal.Error.Line(sentence);

    public static void Answer(this Terminal terminal, string line) => terminal.Out.Line(line);

    public static void Line(this IAnsiConsole console, string text)
    {
        console.Profile.Out.Writer.WriteLine(VisibleText.Sentence(text));
        console.Profile.Out.Writer.Flush();
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
