using System.Collections.Immutable;
using System.Text;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// A command in one line, split into words as a shell splits it, without a shell: by quotes and backslashes. What only a shell does with a
/// line, pipes for one, is not passed on as if it were a word.
/// </summary>
internal static class CommandWords
{
    private const string OfAShell = "|&;<>`$*?()~#";

    /// <param name="problem">What is wrong with the line, as the rest of a sentence; null where nothing is.</param>
    public static ImmutableArray<string> Split(string line, out string? problem)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (char.IsWhiteSpace(c))
            {
                if (word is not null)
                    words.Add(word.ToString());
                word = null;
                continue;
            }
            word ??= new();
            if (c is '\'' or '"')
            {
                if (Quoted(line, i, word, out problem) is not { } end)
                    return [];
                i = end;
            }
            else if (c == '\\' && i + 1 < line.Length)
                word.Append(line[++i]);
            else if (c == '\\' || IsOfAShell(c, isFirst: word.Length == 0))
            {
                problem = c == '\\'
                    ? "ends with a backslash"
                    : $"has a {c} outside of quotes, which only a shell understands, and none is started; put it in quotes, "
                        + "or give the line to a shell: [sh, -c, '…']";
                return [];
            }
            else
                word.Append(c);
        }
        if (word is not null)
            words.Add(word.ToString());
        problem = null;
        return words.ToImmutable();
    }

    /// <summary>A home and a comment begin a word; within one they are letters.</summary>
    private static bool IsOfAShell(char c, bool isFirst) => c is '~' or '#' ? isFirst : OfAShell.Contains(c, StringComparison.Ordinal);

    /// <returns>Where the quotes end; null where they do not.</returns>
    private static int? Quoted(string line, int from, StringBuilder word, out string? problem)
    {
        problem = null;
        var quote = line[from];
        for (var i = from + 1; i < line.Length; i++)
        {
            if (line[i] == quote)
                return i;
            if (quote == '"' && line[i] == '\\' && i + 1 < line.Length && line[i + 1] is '"' or '\\' or '$' or '`')
                i++;
            word.Append(line[i]);
        }
        problem = $"has a quote {quote} that is not closed";
        return null;
    }
}
