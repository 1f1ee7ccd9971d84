using SkiaSharp;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Pictures;

/// <summary>A contact sheet with the names of the classes in the letters of the plots, as PNG or JPEG.</summary>
internal static class ContactSheet
{
    private const float LetterSize = 17;

    /// <summary>Of a JPEG; a PNG keeps every pixel.</summary>
    private const int JpegQuality = 92;

    /// <summary>Writes a sheet as the ending of the file's name asks; PNG where it has none.</summary>
    /// <exception cref="BadInputException">Another ending.</exception>
    public static Action<ImageGrid, Stream> For(string file)
    {
        var format = FormatOf(file);
        return (grid, output) => Write(grid, format, output);
    }

    private static SKEncodedImageFormat FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".PNG" or "" => SKEncodedImageFormat.Png,
        ".JPG" or ".JPEG" => SKEncodedImageFormat.Jpeg,
        _ => throw new BadInputException($"--out: '{file}' must end in .png or .jpg."),
    };

    private static void Write(ImageGrid grid, SKEncodedImageFormat format, Stream output)
    {
        using var bitmap = new SKBitmap(grid.Width, grid.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < grid.Rgb.Length; from += 3, to += 4)
            (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) =
                (grid.Rgb[from], grid.Rgb[from + 1], grid.Rgb[from + 2], byte.MaxValue);
        using (var canvas = new SKCanvas(bitmap))
        using (var font = new SKFont(PlotFont.Install().Face(bold: false), LetterSize))
        using (var ink = new SKPaint { Color = new SKColor(30, 30, 30), IsAntialias = true })
            foreach (var label in grid.Labels)
                canvas.DrawText(
                    Fitting(label, font), label.Left + (label.Width / 2f), label.Top + (label.Height / 2f) + (LetterSize * .36f),
                    SKTextAlign.Center, font, ink);
        using var encoded = bitmap.Encode(format, JpegQuality);
        encoded.SaveTo(output);
    }

    private static string Fitting(ImageLabel label, SKFont font)
    {
        var text = label.Text;
        while (text.Length > 0 && font.MeasureText(text) > label.Width)
            text = text[..^1];
        return text;
    }
}
