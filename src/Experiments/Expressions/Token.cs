namespace Sweep.Experiments.Expressions;

internal enum TokenKind { Name, Number, Text, Symbol, End }

/// <summary>A word of an expression. <see cref="Text"/> is the word itself, for quoted text what stands between the quotes.</summary>
/// <param name="At">Place of its first character, counted from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int At)
{
    /// <summary>Whether it is this symbol or, in any case, this word.</summary>
    public bool Is(string word) => Kind switch
    {
        TokenKind.Symbol => Text == word,
        TokenKind.Name => string.Equals(Text, word, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
