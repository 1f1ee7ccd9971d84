using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The letters of every plot: Inter, brought along, because a bare server has no font at all and would draw none. SVGs name it
/// first and leave the drawing of letters to the viewer's own fonts.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    public const string Family = "Inter";

    private static readonly Lazy<PlotFont> Loaded = new(() =>
    {
        var font = new PlotFont();
        Fonts.FontResolvers.Insert(0, font);
        Fonts.Default = Family;
        Fonts.Sans = Family;
        return font;
    });

    private static readonly Lazy<Assembly> FontAssembly = new(LoadFontAssembly);

    private readonly SKTypeface regular = Load("Inter-Regular.ttf");
    private readonly SKTypeface bold = Load("Inter-SemiBold.ttf");

    private PlotFont() { }

    /// <summary>Makes ScottPlot use this font, once in a process.</summary>
    public static PlotFont Install() => Loaded.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? Face(weight >= FontWeight.SemiBold) : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? Face(bold) : null;

    /// <summary>The width of a text in the unit of <paramref name="size"/>.</summary>
    public float Measure(string text, float size, bool bold)
    {
        using var font = new SKFont(Face(bold), size);
        return font.MeasureText(text);
    }

    /// <summary>The letters themselves.</summary>
    public SKTypeface Face(bool bold) => bold ? this.bold : regular;

    private static SKTypeface Load(string file)
    {
        using var bytes = SKData.CreateCopy(Asset($"/Assets/{file}"));
        return SKTypeface.FromData(bytes);
    }

    /// <summary>
    /// Reads one file out of the font assembly's resource: the index's length, its version and count, then for each file its
    /// path, offset behind the index and length; all integers 32-bit little-endian, paths as BinaryWriter writes them.
    /// </summary>
    private static byte[] Asset(string path)
    {
        using var resource = FontAssembly.Value.GetManifestResourceStream("!AvaloniaResources")!;
        using var reader = new BinaryReader(resource);
        var indexLength = reader.ReadInt32();
        _ = reader.ReadInt32();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (name, offset, length) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
            if (name != path) continue;
            resource.Position = sizeof(int) + indexLength + offset;
            return reader.ReadBytes(length);
        }
        throw new InvalidOperationException($"The font assembly has no {path}; its version must be the one that the project file names.");
    }

    private static Assembly LoadFontAssembly()
    {
        using var embedded = typeof(PlotFont).Assembly.GetManifestResourceStream("Inter")!;
        var bytes = new byte[embedded.Length];
        embedded.ReadExactly(bytes);
        return Assembly.Load(bytes);
    }
}
