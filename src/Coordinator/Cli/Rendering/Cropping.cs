namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>Text that fits a line.</summary>
internal static class Cropping
{
    /// <summary>The first letters, with an ellipsis where any were left out.</summary>
    public static string Start(string text, int most) => text.Length <= most ? text : most <= 0 ? "" : text[..(most - 1)] + "…";

    /// <summary>The first letters and the last: machines are often told apart by a number at the end.</summary>
    public static string Middle(string text, int most) =>
        text.Length <= most ? text : text[..((most - 1) / 2)] + "…" + text[^(most - 1 - ((most - 1) / 2))..];

    /// <summary>The first line of a text of several, with the next one where it only announces that.</summary>
    public static string FirstLine(string text)
    {
        var (first, others) = FirstLineAndRest(text);
        return first.EndsWith(':') && others.Length > 0 ? $"{first} {FirstLine(others.TrimStart())}" : first;
    }

    /// <summary>The others are empty where there is only one line.</summary>
    public static (string First, string Others) FirstLineAndRest(string text) =>
        text.Split('\n', 2) is [var first, var rest] ? (first.TrimEnd('\r', ' '), rest) : (text.TrimEnd('\r', ' '), "");
}
