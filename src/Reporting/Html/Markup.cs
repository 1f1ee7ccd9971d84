using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Html;

/// <summary>
/// HTML that is safe to put on a page. Made from interpolated text, whose holes are escaped, control characters shown, unless they are
/// markup themselves.
/// </summary>
internal readonly record struct Markup(string Text)
{
    /// <summary>Text that was HTML already, such as a picture's SVG.</summary>
    public static Markup Raw(string html) => new(html);

    public static Markup Of(MarkupText text) => new(text.Written());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(p => p.Text)));

    public override string ToString() => Text;
}

/// <summary>Collects the pieces of an interpolated text for <see cref="Markup.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupText(int literalLength, int holes)
{
    private readonly StringBuilder text = new(literalLength + (holes * 12));

    public void AppendLiteral(string html) => text.Append(html);
    public void AppendFormatted(Markup html) => text.Append(html.Text);
    public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(value is null ? null : VisibleText.Lines(value)));
    public void AppendFormatted<T>(T value) => AppendFormatted(Convert.ToString(value, CultureInfo.InvariantCulture));

    public string Written() => text.ToString();
}
