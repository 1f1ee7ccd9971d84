using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// A page that is redrawn in place on the terminal's second screen, so that what was there before is there again afterwards. Every
/// line is cleared before it is written and none is longer than the terminal is wide at that moment: resizing needs nothing else.
/// </summary>
internal sealed class FullScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearLine = "\e[2K";
    private const string ClearBelow = "\e[J";

    private readonly IAnsiConsole console;
    private readonly TextWriter terminal;

    public FullScreen(IAnsiConsole console)
    {
        (this.console, terminal) = (console, console.Profile.Out.Writer);
        Send(Enter);
    }

    public int Width => Math.Max(console.Profile.Width, 20);
    public int Height => Math.Max(console.Profile.Height, 5);

    public void Draw(IRenderable page)
    {
        var lines = RenderedLines.Of(page, console, Width).Take(Height).ToList();
        Send(Home + string.Join("\n", lines.Select(line => ClearLine + line)) + (lines.Count < Height ? "\n" + ClearBelow : ""));
    }

    public void Dispose() => Send(Leave);

    private void Send(string codes)
    {
        terminal.Write(codes);
        terminal.Flush();
    }
}
