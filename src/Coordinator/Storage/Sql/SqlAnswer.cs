using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using System.Text.RegularExpressions;
using LiteDB;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>Answers one question in LiteDB's SQL, however long it takes: see <see cref="SqlChild"/>.</summary>
internal static partial class SqlAnswer
{
    public static ResultTable Of(ResultsFile file, SqlQuestion question)
    {
        var parameters = SqlText.Check(question);
        try
        {
            using var text = new StringReader(question.Sql);
            using var reader = file.ReadOnly.Execute(text, parameters);
            if (text.ReadToEnd().Trim().Length > 0)
                throw new BadInputException("The query has more than one statement; ask one after the other.");
            var rows = new List<BsonValue>();
            while (reader.Read())
                rows.Add(reader.Current);
            return BsonTable.Of(rows);
        }
        catch (LiteException problem)
        {
            throw Sentence(question.Sql, problem);
        }
        catch (OverflowException)
        {
            throw new BadInputException(
                "A whole number is compared with one that is not finite, such as the result of a division by zero, " +
                "which LiteDB cannot do: write the whole number with a point, for instance 1.0.");
        }
    }

    /// <summary>LiteDB counts positions from 1, says them in some sentences, and is silent about them in others.</summary>
    private static BadInputException Sentence(string sql, LiteException problem)
    {
        var said = Position().Replace(problem.Message, "").Replace("[EOF]", "end of the query", StringComparison.Ordinal);
        var what = $"LiteDB cannot answer this: {said.TrimEnd('.', ' ')}";
        return problem.Position is > 0 and var at && at <= sql.Length + 1
            ? Error.At(string.Concat(sql.Select(c => char.IsWhiteSpace(c) ? ' ' : c)), (int)at - 1, what)
            : new BadInputException($"{what}.");
    }

    [GeneratedRegex(" in position [0-9]+")]
    private static partial Regex Position();
}
