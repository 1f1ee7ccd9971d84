using System.Globalization;
using LiteDB;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// What is looked at before LiteDB sees a statement: its length, how deep its brackets go, and whether every place for a value has one.
/// LiteDB's parser calls itself for every bracket and every operator.
/// </summary>
internal static class SqlText
{
    /// <summary>Characters of a statement, and of one value.</summary>
    public const int Longest = 4000;

    /// <summary>Brackets of all kinds within each other.</summary>
    public const int Deepest = 100;

    /// <summary>Signs and words that combine values: LiteDB's time for a statement grows with their cube.</summary>
    public const int MostOperators = 200;

    public const int MostParameters = 100;

    private const string Signs = "+-*/%=<>!";
    private static readonly HashSet<string> Words =
        new(["and", "or", "not", "like", "between", "in", "all", "any"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What LiteDB calls the value that a group has in common.</summary>
    private const string GroupKey = "key";

    /// <returns>The values for its places.</returns>
    /// <exception cref="BadInputException">One sentence on what is wrong.</exception>
    public static BsonDocument Check(SqlQuestion question)
    {
        if (question.Sql.Length > Longest)
            throw new BadInputException(
                $"The query has {Counted.Of(question.Sql.Length, "character")} and may have {Counted.Of(Longest)}: ask for less at once.");
        if (question.Parameters.Length > MostParameters)
            throw new BadInputException(
                $"The query has {Counted.Of(question.Parameters.Length, "value")} and may have {MostParameters}: ask for less at once.");
        if (question.Parameters.FirstOrDefault(value => value.Length > Longest) is { } value)
            throw new BadInputException(
                $"--param: a value has {Counted.Of(value.Length, "character")} and may have {Counted.Of(Longest)}.");
        var parameters = SqlParameters.Read(question.Sql, question.Parameters);
        foreach (var place in Places(question.Sql))
        {
            // A place without a value would be null for LiteDB, and the question would be answered with nothing.
            if (place != GroupKey && !parameters.ContainsKey(place))
                throw new BadInputException(
                    $"The query has @{place} and there is no value for it; " +
                    $"give one with {(char.IsAsciiDigit(place[0]) ? $"--param value (@0 is the first)" : $"--param {place}=value")}.");
        }
        return parameters;
    }

    /// <summary>The names after <c>@</c> outside of quotes; counts brackets and operators on the way.</summary>
    private static List<string> Places(string sql)
    {
        var places = new List<string>();
        var (depth, operators) = (0, 0);
        for (var at = 0; at < sql.Length; at++)
        {
            switch (sql[at])
            {
                case '\'' or '"': at = EndOfQuoted(sql, at); break;
                case '@':
                    if (WordAt(sql, at + 1) is { Length: > 0 } place)
                        places.Add(place);
                    break;
                case var letter when IsOfWord(letter):
                    var word = WordAt(sql, at);
                    at += word.Length - 1;
                    operators += Words.Contains(word) ? 1 : 0;
                    break;
                case var sign when Signs.Contains(sign, StringComparison.Ordinal): operators++; break;
                case '(' or '[' or '{' when ++depth > Deepest:
                    throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                        $"The query has more than {Deepest} brackets within each other (at character {at + 1}): " +
                        $"write it flatter."));
                case ')' or ']' or '}': depth = Math.Max(0, depth - 1); break;
            }
            if (operators > MostOperators)
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                    $"The query combines more than {MostOperators} values (at character {at + 1}): " +
                    $"write it shorter, for instance with IN [ … ]."));
        }
        return places;
    }

    /// <summary>A backslash takes the next character as it is.</summary>
    private static int EndOfQuoted(string sql, int start)
    {
        var at = start + 1;
        while (at < sql.Length && sql[at] != sql[start])
            at += sql[at] == '\\' ? 2 : 1;
        return at;
    }

    private static string WordAt(string sql, int start)
    {
        var end = start;
        while (end < sql.Length && IsOfWord(sql[end]))
            end++;
        return sql[start..end];
    }

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
