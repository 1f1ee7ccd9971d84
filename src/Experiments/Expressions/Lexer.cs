using System.Collections.Immutable;

namespace Sweep.Experiments.Expressions;

/// <summary>Cuts an expression into words.</summary>
internal static class Lexer
{
    /// <summary>Bounds the depth of the tree, and with it the stack that reading and evaluating it needs.</summary>
    public const int MaxLength = 4000;

    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/"];

    private static readonly (string Wrong, string Right)[] OtherLanguages =
        [("&&", "and"), ("||", "or"), ("<>", "!="), ("&", "and"), ("|", "or"), ("!", "not")];

    public static ImmutableArray<Token> Read(string text)
    {
        if (text.Length > MaxLength)
            throw Error.At(text, 0, $"the expression is {text.Length} characters long; {MaxLength} is the most");
        var tokens = ImmutableArray.CreateBuilder<Token>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var token = Next(text, at, out var end);
            tokens.Add(token);
            at = end;
        }
        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens.ToImmutable();
    }

    private static Token Next(string text, int at, out int end)
    {
        var c = text[at];
        if (c is '"' or '\'')
            return Quoted(text, at, out end);
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Numeral(text, at, out end);
        if (IsNameStart(c))
        {
            end = After(text, at, IsNamePart);
            return new(TokenKind.Name, text[at..end], at);
        }
        return Symbol(text, at, out end);
    }

    private static Token Symbol(string text, int at, out int end)
    {
        foreach (var (wrong, right) in OtherLanguages)
        {
            if (StartsAt(text, at, wrong) && !StartsAt(text, at, "!="))
                throw Error.At(text, at, $"'{wrong}' is not known here; write '{right}'");
        }
        foreach (var symbol in Symbols)
        {
            if (StartsAt(text, at, symbol))
            {
                end = at + symbol.Length;
                return new(TokenKind.Symbol, symbol, at);
            }
        }
        throw Error.At(text, at, $"the character '{Error.Visible(text[at])}' has no meaning here; put text in quotes");
    }

    /// <summary>Text in single or double quotes; the quote itself is written twice inside.</summary>
    private static Token Quoted(string text, int at, out int end)
    {
        var quote = text[at];
        var content = new System.Text.StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                content.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == quote)
            {
                content.Append(quote);
                i++;
            }
            else
            {
                end = i + 1;
                return new(TokenKind.Text, content.ToString(), at);
            }
        }
        throw Error.At(text, at, $"the text that starts here has no closing {quote}");
    }

    private static Token Numeral(string text, int at, out int end)
    {
        end = After(text, at, char.IsAsciiDigit);
        if (end < text.Length && text[end] == '.')
            end = After(text, end + 1, char.IsAsciiDigit);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
                end = After(text, digits, char.IsAsciiDigit);
        }
        if (end < text.Length && IsNamePart(text[end]))
        {
            var word = text[at..After(text, end, IsNamePart)];
            throw Error.At(text, at, $"'{word}' is neither a number nor a name; if it is text, write it in quotes");
        }
        return new(TokenKind.Number, text[at..end], at);
    }

    private static int After(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
            at++;
        return at;
    }

    private static bool StartsAt(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;
    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';
}
