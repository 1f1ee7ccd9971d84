using System.Globalization;
using System.Text;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// Words of somebody else, made safe to print: characters that a terminal or a reader's eye would obey instead of show are written out,
/// as <c>\e</c>, <c>\n</c> or <c>\u202e</c>. These are the control characters (C0, C1), the format characters (among them those that turn
/// the direction of writing), the separators of lines and paragraphs, and halves of surrogate pairs.
/// </summary>
public static class VisibleText
{
    /// <summary>For one cell or one name: ends of line are written out as well, so that nothing can look like a row of its own.</summary>
    public static string Of(string text) => IsPlain(text) ? text : Written(text, static (_, _) => false);

    /// <summary>
    /// For one sentence of ours that quotes others. It goes on in a new line only where that is indented by two spaces, as ours are.
    /// </summary>
    public static string Sentence(string text) => IsPlain(text)
        ? text
        : Written(text, static (text, i) => text[i] == '\n' && text.AsSpan(i + 1).StartsWith("  "));

    /// <summary>For a text of many lines, which keeps its ends of line and its tabs.</summary>
    public static string Lines(string text) => IsPlain(text)
        ? text
        : Written(text.ReplaceLineEndings("\n"), static (text, i) => text[i] is '\n' or '\t');

    /// <summary>Whether there is nothing to write out, as in most texts.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (IsObeyed(char.GetUnicodeCategory(c)))
                return false;
        return true;
    }

    /// <param name="stays">Whether the character at a place of the text is left as it is.</param>
    private static string Written(string text, Func<string, int, bool> stays)
    {
        var visible = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            var whole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            if (stays(text, i) || (whole && !IsObeyed(Rune.GetUnicodeCategory(rune))))
                visible.Append(text, i, length);
            else
                visible.Append(Escape(whole ? rune.Value : text[i]));
            i += length;
        }
        return visible.ToString();
    }

    private static bool IsObeyed(UnicodeCategory category) => Texts.IsControl(category) || category is UnicodeCategory.Surrogate;

    private static string Escape(int character) => character switch
    {
        '\e' => @"\e",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        <= 0xffff => string.Create(CultureInfo.InvariantCulture, $@"\u{character:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $@"\U{character:x8}"),
    };
}
