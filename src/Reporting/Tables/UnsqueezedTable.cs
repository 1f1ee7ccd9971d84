using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sweep.Reporting.Tables;

/// <summary>
/// A table as wide as what may not be broken in it needs, however wide the terminal is: that breaks whole lines where they are full, which
/// can still be read, while cells broken into three digits a line cannot.
/// </summary>
/// <param name="least">Columns of the terminal that it needs.</param>
internal sealed class UnsqueezedTable(Table table, int least) : Renderable
{
    private readonly IRenderable whole = table;

    protected override Measurement Measure(RenderOptions options, int maxWidth) => whole.Measure(options, Math.Max(maxWidth, least));

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        whole.Render(options, Math.Max(maxWidth, least));
}
