namespace Sweep.Architecture.Tests;

/// <summary>
/// The lines of a script that have code, as <c>cloc</c> counts them: none that is blank, and none that is a comment alone. What stands in a
/// text, a template or a regular expression is code, whatever it looks like.
/// </summary>
internal static class JavaScriptLines
{
    /// <summary>In place of the number of open braces: it is text of a template.</summary>
    private const int Template = -1;

    /// <summary>After these a slash begins a regular expression; elsewhere it divides.</summary>
    private const string BeforeExpression = "(,=:[!&|?{};>+";

    public static int OfCode(string script)
    {
        // The braces that are open in each piece of code: the script itself, and within it what templates reckon.
        var within = new Stack<int>([0]);
        var (lines, inComment) = (0, false);
        foreach (var line in script.Split('\n'))
        {
            // What a quoted text or a regular expression ends with. Neither goes over the end of its line.
            var (until, before, inClass) = ('\0', '(', false);
            var code = false;
            for (var at = 0; at < line.Length; at++)
            {
                var inText = until != '\0' || within.Peek() == Template;
                var (one, next) = (line[at], at + 1 < line.Length ? line[at + 1] : '\0');
                if (inComment)
                    (inComment, at) = (one, next) is ('*', '/') ? (false, at + 1) : (true, at);
                else if (!inText && (one, next) is ('/', '/'))
                    break;
                else if (!inText && (one, next) is ('/', '*'))
                    (inComment, at) = (true, at + 1);
                else if (!char.IsWhiteSpace(one))
                {
                    code = true;
                    if (one == '\\')
                        at++;
                    else if (until == '/' && one is '[' or ']')
                        inClass = one == '[';
                    else if (until != '\0')
                        until = one == until && !inClass ? '\0' : until;
                    else if (!inText && one is '"' or '\'' || !inText && one == '/' && BeforeExpression.Contains(before, StringComparison.Ordinal))
                        until = one;
                    else
                        at += Nest(within, one, next);
                    before = one;
                }
            }
            lines += code ? 1 : 0;
        }
        return lines;
    }

    /// <summary>Goes into a template or a brace, or out of it.</summary>
    /// <returns>How many characters more than one that took.</returns>
    private static int Nest(Stack<int> within, char one, char next)
    {
        switch (one, within.Peek())
        {
            case ('`', Template):
                within.Pop();
                break;
            case ('`', _):
                within.Push(Template);
                break;
            case ('$', Template) when next == '{':
                within.Push(0);
                return 1;
            case ('}', 0) when within.Count > 1:
                within.Pop();
                break;
            case ('{' or '}', not Template):
                within.Push(within.Pop() + (one == '{' ? 1 : -1));
                break;
        }
        return 0;
    }
}
