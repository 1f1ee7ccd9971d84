using System.Collections.Immutable;
using System.Globalization;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>The ways in which the same thing may be written.</summary>
internal sealed class Spelling(Dice dice)
{
    private static readonly ImmutableArray<string> Blanks = ["", "", " ", " ", "  ", "\t", "\n"];

    /// <summary>Words that mean something where a text without quotes may stand.</summary>
    private static readonly string[] Taken = ["and", "or", "not", "in", "nan", "inf"];

    /// <summary>Between a word and what follows: nothing may stand there only where a symbol is next to it.</summary>
    public string Gap => dice.Of(Blanks);

    /// <summary>Names and words, of which upper and lower case do not matter.</summary>
    public string Word(string word) => dice.Below(4) switch
    {
        0 => word.ToUpperInvariant(),
        1 => word.ToLowerInvariant(),
        _ => word,
    };

    /// <summary>A word with space around it.</summary>
    public string Apart(string word) => $" {Gap}{Word(word)}{Gap} ";

    public string List(IEnumerable<string> items) => string.Join(",", items.Select(item => $"{Gap}{item}{Gap}"));

    public string InParentheses(string text) => $"({Gap}{text}{Gap})";

    /// <summary>A number that is not negative: its sign is a matter of where it stands.</summary>
    public string Number(object number) => number switch
    {
        long integer => (dice.Chance(0.2) ? "0" : "") + integer.ToString(CultureInfo.InvariantCulture),
        double.NaN => Word("nan"),
        double.PositiveInfinity => Word("inf"),
        _ => Fraction((double)number),
    };

    /// <param name="bare">Whether a single word may stand there without quotes.</param>
    public string Text(string text, bool bare)
    {
        if (bare && dice.Chance(0.5) && IsBare(text))
            return text;
        var quote = dice.Chance(0.5) ? '\'' : '"';
        return $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";
    }

    /// <summary>A moment, which may be said in any zone.</summary>
    public string Moment(DateTimeOffset at)
    {
        var (zone, ending) = dice.Below(3) switch
        {
            0 => (TimeSpan.Zero, ""),
            1 => (TimeSpan.Zero, "'Z'"),
            _ => (TimeSpan.FromMinutes(dice.Between(-11 * 4, 13 * 4) * 15), "zzz"),
        };
        var form = at.Millisecond != 0 ? "HH:mm:ss.fff" : at.Second != 0 || dice.Chance(0.3) ? "HH:mm:ss" : "HH:mm";
        var separator = dice.Chance(0.5) ? "' '" : "'T'";
        return Text(at.ToOffset(zone).ToString($"yyyy-MM-dd{separator}{form}{ending}", CultureInfo.InvariantCulture), bare: false);
    }

    public string Day(DateTimeOffset day) => Text(day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), bare: false);

    /// <summary>Whether a text is one word, and not a word that means something else.</summary>
    private static bool IsBare(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
        && !Taken.Contains(text, StringComparer.OrdinalIgnoreCase)
        && !AskedColumn.All.Append(AskedColumn.Epoch).Any(column => column.Name.Equals(text, StringComparison.OrdinalIgnoreCase));

    private string Fraction(double number)
    {
        var invariant = CultureInfo.InvariantCulture;
        var shortest = number.ToString("R", invariant);
        var text = dice.Below(6) switch
        {
            0 => number.ToString("E16", invariant),
            1 => number.ToString("e16", invariant).Replace("+", "", StringComparison.Ordinal),
            2 when number is > 1e-5 and < 1e15 => ((decimal)number).ToString(invariant),
            3 when shortest.StartsWith("0.", StringComparison.Ordinal) => shortest[1..],
            4 when shortest.All(char.IsAsciiDigit) => shortest + ".",
            _ => shortest,
        };
        if (!text.Any(c => c is '.' or 'e' or 'E'))
            text += ".0";
        // Not every form reads back as the number that is meant: a decimal rounds it.
        return double.Parse(text, invariant).Equals(number) ? text : number.ToString("E16", invariant);
    }
}
