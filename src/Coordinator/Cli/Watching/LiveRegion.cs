using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// The last lines of a terminal, redrawn in place, with other lines scrolling away above them. Every line is cleared before it is written
/// and none is longer than the terminal is wide at that moment; between two drawings the cursor waits below the region, so that its place
/// is known.
/// </summary>
internal sealed partial class LiveRegion : IDisposable
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string ClearLine = "\e[2K";
    private const string ClearBelow = "\e[J";

    private readonly Lock drawing = new();
    private readonly IAnsiConsole console;
    private readonly TextWriter terminal;
    private IRenderable region = Text.Empty;
    private int[] lengths = [];

    public LiveRegion(IAnsiConsole console)
    {
        (this.console, terminal) = (console, console.Profile.Out.Writer);
        Send(HideCursor);
    }

    public int Width => Math.Max(console.Profile.Width, 20);
    public int Height => Math.Max(console.Profile.Height, 5);

    /// <summary>Replaces the region; what of it does not fit above the cursor's line is left out.</summary>
    public void Draw(IRenderable region)
    {
        lock (drawing)
        {
            this.region = region;
            Send(ToTheTop() + Region());
        }
    }

    /// <summary>Puts a line above the region, as long as it is: the terminal wraps it.</summary>
    public void Above(string line, Style style)
    {
        lock (drawing)
            Send(ToTheTop() + ClearBelow + RenderedLines.Of(new Text(line, style), console, int.MaxValue)[0] + "\n" + Region());
    }

    /// <summary>What was drawn last stays.</summary>
    public void Dispose() => Send(ShowCursor);

    /// <summary>
    /// Where the terminal has become narrower, it has broken the lines that are too long now into several, as nearly all terminals do.
    /// </summary>
    private string ToTheTop()
    {
        var rows = lengths.Sum(length => Math.Max(1, (length + Width - 1) / Width));
        return rows == 0 ? "\r" : FormattableString.Invariant($"\e[{rows}A\r");
    }

    private string Region()
    {
        var lines = RenderedLines.Of(region, console, Width).Take(Height - 1).Select(line => Trailing().Replace(line, "$1")).ToList();
        lengths = [.. lines.Select(line => Segment.CellCount([new Segment(Colours().Replace(line, ""))]))];
        return string.Concat(lines.Select(line => ClearLine + line + "\n")) + ClearBelow;
    }

    private void Send(string codes)
    {
        terminal.Write(codes);
        terminal.Flush();
    }

    /// <summary>Blanks at a line's end: terminals do not agree whether they are to be broken into a line of their own.</summary>
    [GeneratedRegex(@" +((?:\e\[[0-9;]*m)*)$")]
    private static partial Regex Trailing();

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colours();
}
