using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Expressions;

/// <summary>Errors in expressions: the sentence with the place, then the expression with a caret under it.</summary>
internal static class Error
{
    /// <summary>Together with the indentation one line of a terminal.</summary>
    private const int Width = 76;
    private const int Before = 50;

    /// <param name="at">Place counted from 0; people are told it counted from 1.</param>
    public static BadInputException At(string text, int at, string what) =>
        new($"{what} (at character {at + 1}).\n  {Excerpt(text, at, out var column)}\n  {new string(' ', column)}^");

    /// <summary>A control character, or half of a surrogate pair, would spoil the line it is shown in.</summary>
    public static char Visible(char c) => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c;

    private static string Excerpt(string text, int at, out int column)
    {
        var from = text.Length <= Width ? 0 : Math.Max(0, at - Before);
        var to = Math.Min(text.Length, from + Width);
        column = at - from;
        return string.Concat(text[from..to].Select(Visible));
    }
}
