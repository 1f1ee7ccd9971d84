using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Tables;

/// <summary>
/// A sentence broken between words into lines of a terminal, but never within `a command`, which would be no command then; control
/// characters are written out.
/// </summary>
internal sealed class WrappedText(string words, Style? style = null) : Renderable
{
    private readonly string text = VisibleText.Of(words);

    /// <summary>A part that is longer than a line gets lines of its own, broken where they are full.</summary>
    /// <param name="whole">Whether it is left to the terminal to break it, so that it can be copied as it is.</param>
    public static IReadOnlyList<string> Lines(string text, int width, bool whole = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var part in Parts(text))
        {
            if (line.Length > 0 && line.Length + 1 + part.Length > width)
            {
                lines.Add(line);
                line = "";
            }
            line = line.Length > 0 ? $"{line} {part}" : part;
            for (; line.Length > width && !whole; line = line[width..])
                lines.Add(line[..width]);
        }
        return [.. lines, line];
    }

    protected override Measurement Measure(RenderOptions options, int maxWidth) =>
        new(Math.Min(Parts(text).Max(part => part.Length), maxWidth), Math.Min(text.Length, maxWidth));

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = Lines(text, maxWidth);
        for (var i = 0; i < lines.Count; i++)
        {
            yield return new(lines[i], style ?? Style.Plain);
            if (i < lines.Count - 1)
                yield return Segment.LineBreak;
        }
    }

    /// <summary>Words, and what stands between two backticks as one.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var (part, quoted) = ("", false);
        foreach (var c in text)
        {
            quoted ^= c == '`';
            if (c == ' ' && !quoted)
            {
                yield return part;
                part = "";
            }
            else
                part += c;
        }
        yield return part;
    }
}
