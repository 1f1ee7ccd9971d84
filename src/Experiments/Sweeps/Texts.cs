using System.Globalization;

namespace Sweep.Experiments.Sweeps;

/// <summary>Texts that machines say about themselves: one line of bounded length that does to a terminal nothing but being seen.</summary>
public static class Texts
{
    /// <summary>In characters.</summary>
    public const int Longest = 200;

    private const char Replacement = '?';

    public static bool IsPlain(string? text, int longest = Longest) => text is not null && text.Length <= longest && !text.Any(IsControl);

    /// <summary>The nearest plain text: what is no part of one becomes a question mark, and what is too long is cut.</summary>
    public static string Plain(string text, int longest = Longest) =>
        IsPlain(text, longest) ? text : string.Concat(text.Take(longest).Select(c => IsControl(c) ? Replacement : c));

    /// <summary>Control characters, line separators, and the marks that turn the direction of what follows.</summary>
    internal static bool IsControl(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsControl(char c) => IsControl(char.GetUnicodeCategory(c));
}
