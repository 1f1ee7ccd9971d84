using Spectre.Console.Rendering;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>One line, whatever the width.</summary>
internal sealed class UnwrappedLine(string text) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new(text), Segment.LineBreak];
}
