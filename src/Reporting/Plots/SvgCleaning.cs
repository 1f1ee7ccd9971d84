using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sweep.Reporting.Plots;

/// <summary>
/// Makes Skia's SVG fit for pages: texts are placed as a whole instead of letter by letter, so that any font fits; references
/// are unique on the page; what is clipped alike is clipped together and coordinates keep one decimal, which makes a third of the
/// size; and the picture has a name and scales.
/// </summary>
internal static partial class SvgCleaning
{
    private const string Families = $"{PlotFont.Family}, system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Clean(byte[] skia, Figure figure, string id)
    {
        var root = XDocument.Load(new MemoryStream(skia)).Root!;
        root.Add(new XAttribute("viewBox", FormattableString.Invariant($"0 0 {figure.Width} {figure.Height}")),
            new XAttribute("role", "img"), new XAttribute("id", id), new XAttribute("class", "plot"));
        root.AddFirst(new XElement(Svg + "title", figure.Title));
        foreach (var text in root.Descendants(Svg + "text"))
            PlaceAsAWhole(text);
        var names = root.Descendants(Svg + "clipPath")
            .Select((clip, i) => (Old: clip.Attribute("id")!.Value, New: FormattableString.Invariant($"{id}-{i}")))
            .ToDictionary(n => n.Old, n => n.New);
        foreach (var attribute in root.Descendants().Attributes())
            attribute.Value = Tidy(attribute, names);
        // A cleared canvas, which would be black.
        root.Descendants(Svg + "rect").Where(r => r.Attribute("fill") is null && r.Parent!.Name != Svg + "clipPath").Remove();
        ClipTogether(root);
        return root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>One x and y, and the length that the layout reckoned with: another font is squeezed or stretched to it.</summary>
    private static void PlaceAsAWhole(XElement text)
    {
        var content = text.Value.Trim();
        text.Value = content;
        foreach (var axis in new[] { "x", "y" })
            if (text.Attribute(axis) is { } places)
                places.Value = places.Value.Split(',')[0].Trim();
        var size = float.Parse(text.Attribute("font-size")?.Value ?? "12", CultureInfo.InvariantCulture);
        var width = PlotFont.Install().Measure(content, size, text.Attribute("font-weight") is not null);
        text.SetAttributeValue("font-family", Families);
        if (content.Length > 1)
        {
            text.SetAttributeValue("textLength", width.ToString("0.##", CultureInfo.InvariantCulture));
            text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
        }
    }

    /// <summary>Skia gives each shape a clip of its own; neighbours under equal clips become one group under one clip.</summary>
    private static void ClipTogether(XElement root)
    {
        var first = new Dictionary<string, string>();
        var same = new Dictionary<string, string>();
        foreach (var clip in root.Descendants(Svg + "clipPath").ToArray())
        {
            var (name, shape) = (clip.Attribute("id")!.Value, string.Concat(clip.Nodes()));
            same[$"url(#{name})"] = $"url(#{first.GetValueOrDefault(shape, name)})";
            if (!first.TryAdd(shape, name)) clip.Remove();
        }
        foreach (var group in root.Descendants(Svg + "g").ToArray())
        {
            if (group.Attribute("clip-path") is not { } clip) continue;
            clip.Value = same.GetValueOrDefault(clip.Value, clip.Value);
            if (group.PreviousNode is not XElement before || before.Name != group.Name
                || before.Attribute("clip-path")?.Value != clip.Value)
                continue;
            before.Add(group.Nodes());
            group.Remove();
        }
    }

    private static string Tidy(XAttribute attribute, Dictionary<string, string> names) => attribute.Name.LocalName switch
    {
        "id" => names[attribute.Value],
        "clip-path" => $"url(#{names[attribute.Value["url(#".Length..^1]]})",
        "d" or "x" or "y" or "cx" or "cy" or "rx" or "ry" or "width" or "height" or "transform" =>
            Coordinates().Replace(attribute.Value, Round),
        _ => attribute.Value,
    };

    private static string Round(Match number) =>
        double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d*\.\d+(e-?\d+)?")]
    private static partial Regex Coordinates();
}
