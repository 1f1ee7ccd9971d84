using Spectre.Console;

namespace Sweep.Coordinator.Cli;

/// <summary>Lines as they are: never wrapped at the console's width, no markup, so that they can be searched and piped.</summary>
internal static class TerminalText
{
    public static void Say(this Terminal terminal, string sentence) => terminal.Error.Line(sentence);

    public static void Answer(this Terminal terminal, string line) => terminal.Out.Line(line);

    public static void Line(this IAnsiConsole console, string text)
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Whether a person is watching: escape codes and redrawing are welcome.</summary>
    public static bool IsLive(this IAnsiConsole console) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities is { Ansi: true, Interactive: true };
}
