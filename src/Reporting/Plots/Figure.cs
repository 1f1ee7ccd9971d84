using System.Collections.Immutable;
using ScottPlot;
using SkiaSharp;

namespace Sweep.Reporting.Plots;

/// <summary>A plot with its place in a figure, all in CSS pixels.</summary>
internal sealed record Panel(Plot Plot, int Height);

/// <summary>A finished picture of one sweep: panels under each other, drawn as SVG or PNG.</summary>
/// <param name="Title">Names the picture to people who cannot see it.</param>
internal sealed record Figure(string Title, int Width, ImmutableArray<Panel> Panels)
{
    public int Height => Panels.Sum(p => p.Height);

    /// <summary>An SVG element, complete in itself; the same record gives the same text.</summary>
    /// <param name="id">Distinguishes the figure's inner references from those of other figures on a page.</param>
    public string Svg(string id)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), stream))
            Draw(canvas);
        return SvgCleaning.Clean(stream.ToArray(), this, id);
    }

    /// <param name="scale">Picture pixels for each CSS pixel; two is sharp on today's screens and in print.</param>
    public byte[] Png(float scale = 2)
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)(Width * scale), (int)(Height * scale)));
        surface.Canvas.Scale(scale);
        Draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private void Draw(SKCanvas canvas)
    {
        var top = 0;
        foreach (var panel in Panels)
        {
            // The first rendering of a plot is two: one to find its layout, one over it. In an SVG both would remain.
            panel.Plot.RenderInMemory(Width, panel.Height);
            canvas.Save();
            canvas.ClipRect(SKRect.Create(0, top, Width, panel.Height)); // ScottPlot clears all that it is let
            panel.Plot.Render(canvas, new PixelRect(0, Width, top + panel.Height, top));
            canvas.Restore();
            top += panel.Height;
        }
    }
}
