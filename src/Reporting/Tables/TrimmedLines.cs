using Spectre.Console.Rendering;

namespace Sweep.Reporting.Tables;

/// <summary>Something without the blanks at the ends of its lines, which fill up cells of a table and are in the way in a pipe.</summary>
internal sealed class TrimmedLines(IRenderable what) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => what.Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(what.Render(options, maxWidth)))
        {
            var end = line.Count;
            while (end > 0 && string.IsNullOrWhiteSpace(line[end - 1].Text))
                end--;
            foreach (var segment in line.Take(end - 1))
                yield return segment;
            if (end > 0)
                yield return new(line[end - 1].Text.TrimEnd(' '), line[end - 1].Style);
            yield return Segment.LineBreak;
        }
    }
}
