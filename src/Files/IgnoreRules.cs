using System.Text.RegularExpressions;

namespace Sweep.Files;

/// <summary>
/// What is left out of a folder, by the rules of <c>.gitignore</c> (gitignore(5)): of the patterns that match, the last one decides.
/// Whoever asks does not go into a folder that is left out, so nothing in it can be taken back in.
/// </summary>
internal sealed class IgnoreRules
{
    private readonly IReadOnlyList<IgnorePattern> patterns;
    private readonly IgnoreRules? above;
    private readonly string folder;

    /// <param name="folder">That the patterns are about: relative, with slashes, empty for the topmost.</param>
    /// <param name="above">What is asked where none of these patterns matches.</param>
    public IgnoreRules(string folder, IEnumerable<string> lines, IgnoreRules? above = null)
    {
        patterns = [.. lines.Select(IgnorePattern.Of).OfType<IgnorePattern>()];
        (this.folder, this.above) = (folder, above);
    }

    /// <param name="path">Relative to the topmost folder, with slashes.</param>
    public bool LeaveOut(string path, bool isFolder)
    {
        var below = folder.Length == 0 ? path : path[(folder.Length + 1)..];
        for (var i = patterns.Count - 1; i >= 0; i--)
            if (patterns[i].Matches(below, isFolder))
                return !patterns[i].TakesIn;
        return above?.LeaveOut(path, isFolder) ?? false;
    }
}

/// <summary>One line of such a file.</summary>
internal sealed class IgnorePattern
{
    private readonly Regex regex;
    private readonly bool isOfName;
    private readonly bool isOfFolders;

    private IgnorePattern(Regex regex, bool takesIn, bool isOfName, bool isOfFolders) =>
        (this.regex, TakesIn, this.isOfName, this.isOfFolders) = (regex, takesIn, isOfName, isOfFolders);

    /// <summary>Whether it takes back in what an earlier pattern left out.</summary>
    public bool TakesIn { get; }

    /// <returns>Null for an empty line, a comment, and what matches nothing.</returns>
    public static IgnorePattern? Of(string line)
    {
        var text = WithoutTrailingSpaces(line.TrimEnd('\r'));
        if (text.Length == 0 || text[0] == '#')
            return null;
        var takesIn = text[0] == '!';
        if (takesIn)
            text = text[1..];
        var isOfFolders = text.EndsWith('/');
        if (isOfFolders)
            text = text[..^1];
        var isOfName = !text.Contains('/', StringComparison.Ordinal);
        if (text.StartsWith('/'))
            text = text[1..];
        // Without backtracking, since the patterns are a person's and the names anybody's.
        return text.Length > 0 && IgnoreExpression.Of(text) is { } expression
            ? new(new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline),
                takesIn, isOfName, isOfFolders)
            : null;
    }

    public bool Matches(string path, bool isFolder) =>
        (isFolder || !isOfFolders) && regex.IsMatch(isOfName ? path[(path.LastIndexOf('/') + 1)..] : path);

    /// <summary>A space at the end counts only behind a backslash.</summary>
    private static string WithoutTrailingSpaces(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] == ' ' && !IsEscaped(line, end - 1))
            end--;
        return line[..end];
    }

    private static bool IsEscaped(string line, int at)
    {
        var first = at;
        while (first > 0 && line[first - 1] == '\\')
            first--;
        return (at - first) % 2 == 1;
    }
}
