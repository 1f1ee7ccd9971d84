using System.Text;
using System.Text.RegularExpressions;

namespace Sweep.Files;

/// <summary>A pattern of <c>.gitignore</c> as a regular expression of .NET that matches a whole path or name.</summary>
internal static class IgnoreExpression
{
    private const string Any = "[^/]*";

    private static readonly Dictionary<string, string> Classes = new()
    {
        ["alnum"] = "a-zA-Z0-9",
        ["alpha"] = "a-zA-Z",
        ["blank"] = @" \t",
        ["cntrl"] = @"\x00-\x1f\x7f",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\x5b-\x60{-~",
        ["space"] = @"\s",
        ["upper"] = "A-Z",
        ["xdigit"] = "0-9a-fA-F",
    };

    /// <param name="pattern">Without the slash that may stand at its end or at its beginning.</param>
    /// <returns>Null where the pattern is broken and matches nothing.</returns>
    public static string? Of(string pattern)
    {
        var expression = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '*':
                    i = Stars(pattern, i, expression);
                    break;
                case '?':
                    expression.Append("[^/]");
                    i++;
                    break;
                case '[':
                    if (Class(pattern, i, expression) is not { } end)
                        return null;
                    i = end;
                    break;
                case '\\' when i + 1 == pattern.Length:
                    return null;
                case '\\':
                    expression.Append(Regex.Escape(pattern[i + 1].ToString()));
                    i += 2;
                    break;
                default:
                    expression.Append(Regex.Escape(pattern[i].ToString()));
                    i++;
                    break;
            }
        }
        return expression.Append(@"\z").ToString();
    }

    /// <returns>Where the pattern goes on.</returns>
    private static int Stars(string pattern, int from, StringBuilder expression)
    {
        var end = from;
        while (end < pattern.Length && pattern[end] == '*')
            end++;
        var isWhole = end - from >= 2 && (from == 0 || pattern[from - 1] == '/') && (end == pattern.Length || pattern[end] == '/');
        if (!isWhole)
        {
            expression.Append(Any);
            return end;
        }
        if (end == pattern.Length)
        {
            expression.Append(".+");
            return end;
        }
        expression.Append("(?:.*/)?");
        return end + 1;
    }

    /// <returns>Where the pattern goes on; null where the brackets are not closed.</returns>
    private static int? Class(string pattern, int from, StringBuilder expression)
    {
        var i = from + 1;
        var isNegated = i < pattern.Length && pattern[i] is '!' or '^';
        if (isNegated)
            i++;
        var members = new StringBuilder();
        for (var first = i; ;)
        {
            if (i >= pattern.Length)
                return null;
            if (pattern[i] == ']' && i > first)
                break;
            if (pattern.AsSpan(i).StartsWith("[:") && pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) is > 0 and var close)
            {
                if (!Classes.TryGetValue(pattern[(i + 2)..close], out var named))
                    return null;
                members.Append(named);
                i = close + 2;
                continue;
            }
            if (Member(pattern, ref i) is not { } low)
                return null;
            var high = low;
            if (i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']')
            {
                i++;
                if (Member(pattern, ref i) is not { } upper)
                    return null;
                high = upper;
            }
            // Git looks at the first character of a range by itself, so one that runs backwards still has that.
            members.Append(Escaped(low));
            if (low <= high)
                members.Append('-').Append(Escaped(high));
        }
        expression.Append('[').Append(isNegated ? "^" : "").Append(members).Append("-[/]]");
        return i + 1;
    }

    private static char? Member(string pattern, ref int i)
    {
        if (pattern[i] == '\\')
            i++;
        return i < pattern.Length ? pattern[i++] : null;
    }

    private static string Escaped(char c) => FormattableString.Invariant($@"\u{(int)c:x4}");
}
