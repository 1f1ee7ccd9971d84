using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>
/// A question as a person may write it, and the answer by docs/queries.md, found in the plainest way: no index, no parser, nothing that
/// the program answers with.
/// </summary>
/// <param name="Kinds">What each column of the answer holds.</param>
/// <param name="Rows">The answer's rows; null is missing.</param>
internal sealed record DrawnQuestion(
    TrialQuestion Question, ImmutableArray<ValueKind> Kinds, ImmutableArray<ImmutableArray<object?>> Rows)
{
    /// <param name="seed">The same seed draws the same question of the same home.</param>
    public static DrawnQuestion Of(AskedHome home, long seed) => new QuestionDraw(home, new(seed, 0)).Draw();

    /// <returns>What is wrong with an answer, in one sentence; null where nothing is.</returns>
    public string? Differs(ResultTable answer)
    {
        var kinds = answer.Columns.Select(column => column.Kind);
        if (!kinds.SequenceEqual(Kinds))
            return $"the columns hold {string.Join(", ", kinds)} and not {string.Join(", ", Kinds)}";
        if (answer.Rows.Length != Rows.Length)
            return FormattableString.Invariant($"there are {answer.Rows.Length} rows and not {Rows.Length}");
        for (var row = 0; row < Rows.Length; row++)
        {
            for (var column = 0; column < Kinds.Length; column++)
            {
                var (found, expected) = (CellOf(answer.Rows[row][column]), Rows[row][column]);
                if (!Equals(found, expected))
                {
                    var name = answer.Columns[column].Name;
                    return FormattableString.Invariant($"row {row + 1} has {Cells.Text(found)} as {name} and not {Cells.Text(expected)}");
                }
            }
        }
        return null;
    }

    /// <summary>As options of <c>sweep results</c>.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        Question.Sweep, Question.All ? "--all" : null, Question.Removed ? "--removed" : null, Question.Epochs ? "--epochs" : null,
        Option("--where", Question.Where), Option("--sort", Question.Sort), Option("--columns", Question.Columns),
        Option("--group-by", Question.GroupBy), Option("--agg", Question.Aggregates),
        Question.Limit is { } limit ? FormattableString.Invariant($"--limit {limit}") : null,
    }.OfType<string>());

    private static string? Option(string name, string? text) => text is null ? null : $"{name} «{text}»";

    private static object? CellOf(Value value) => value switch
    {
        { IsMissing: true } => null,
        { Kind: ValueKind.Integer } => value.Integer,
        { Kind: ValueKind.Number } => value.Number,
        _ => value.Text,
    };
}
