using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>What a console would show of something, line by line, with its colours.</summary>
internal static class RenderedLines
{
    public static string[] Of(IRenderable what, IAnsiConsole console, int width)
    {
        using var drawn = new StringWriter();
        var paper = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = (ColorSystemSupport)console.Profile.Capabilities.ColorSystem,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(drawn),
        });
        paper.Profile.Width = width;
        paper.Profile.Capabilities.Unicode = console.Profile.Capabilities.Unicode;
        paper.Write(what);
        return drawn.ToString().TrimEnd('\n').ReplaceLineEndings("\n").Split('\n');
    }
}
