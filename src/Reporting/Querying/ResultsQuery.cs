using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>
/// A question over trials: those that fulfil <paramref name="Where"/>, one row each or one row for each group, sorted and cut.
/// It runs over rows in memory and never becomes text in another query language.
/// </summary>
/// <param name="Where">Null keeps all trials.</param>
/// <param name="Sort">First key first; trials that are equal in all of them stay in the order in which they are given.</param>
/// <param name="Limit">How many rows at most; null is all.</param>
/// <param name="Columns">Empty shows the columns of <c>results --format json</c>.</param>
/// <param name="GroupBy">What trials of a group have in common. With aggregates and none of these, all trials are one group.</param>
/// <param name="Aggregates">What is shown of a group beside that; empty with <paramref name="GroupBy"/> counts.</param>
internal sealed record ResultsQuery(
    Condition? Where,
    ImmutableArray<SortKey> Sort,
    int? Limit,
    ImmutableArray<Scalar> Columns,
    ImmutableArray<Scalar> GroupBy,
    ImmutableArray<GroupValue> Aggregates)
{
    /// <summary>Whether trials of several sweeps are asked at once; then the sweep is shown first, where no columns are named.</summary>
    public bool AcrossSweeps { get; init; }

    /// <summary>All trials with the columns of the contract.</summary>
    public static readonly ResultsQuery Everything = new(null, [], null, [], [], []);

    /// <summary>
    /// Whether trials that are no longer in the grid are among those asked; then that is shown, where no columns are named.
    /// </summary>
    public bool WithRemoved { get; init; }

    /// <summary>Single trials without a key to sort by: there the best are first.</summary>
    public static bool IsInNoOrder(TrialQuestion question) => question is { Sort: null, GroupBy: null, Aggregates: null };

    /// <summary>Whether the rows are epochs of curves instead of trials.</summary>
    public bool OfEpochs { get; init; }

    /// <summary>The columns of the rows that are asked.</summary>
    public TrialColumns Names { get; init; } = TrialColumns.BuiltIn;

    /// <summary>Reads a question. Errors name the option.</summary>
    /// <param name="names">The columns of the rows that are asked.</param>
    public static ResultsQuery Parse(TrialQuestion question, TrialColumns names) =>
        Parse(
            question.Where, question.Sort, question.Limit, question.Columns, question.GroupBy, question.Aggregates, question.Epochs,
            names) with
        {
            AcrossSweeps = question.All,
            WithRemoved = question.Removed,
            OfEpochs = question.Epochs,
        };

    /// <summary>Reads a query from the options of <c>sweep results</c>; null is an option not given. Errors name the option.</summary>
    public static ResultsQuery Parse(
        string? where = null, string? sort = null, int? limit = null, string? columns = null,
        string? groupBy = null, string? aggregates = null, bool ofEpochs = false, TrialColumns? names = null)
    {
        names ??= TrialColumns.BuiltIn;
        var rows = ofEpochs ? names.OfEpochs : names.OfTrials;
        return new(
            Option("--where", where, rows.Condition),
            [.. Option("--sort", sort, rows.SortKeys) ?? []],
            limit,
            [.. Option("--columns", columns, rows.Scalars) ?? []],
            [.. Option("--group-by", groupBy, rows.Scalars) ?? []],
            [.. Option("--agg", aggregates, rows.GroupValues) ?? []])
        {
            Names = names,
        };
    }

    /// <param name="trials">In the order that they are to have where nothing else is asked; epochs of trials where <see cref="OfEpochs"/>
    /// says so.</param>
    public ResultTable Apply(IReadOnlyList<TrialRow> trials)
    {
        if (Limit < 1)
            throw new BadInputException($"--limit is {Limit}; at least one row has to be asked for.");
        var chosen = Where is null ? trials : [.. trials.Where(Where.Holds)];
        if (OfEpochs)
            chosen = CurveRows.Once(chosen);
        return Grouped ? GroupedAnswer.Of(this, chosen) : PlainAnswer.Of(this, chosen);
    }

    /// <summary>
    /// The same question with fewer columns where none are named, so that a row fits a terminal of 80 characters: of the hyperparameters
    /// beside lr and epochs only those that differ between the trials.
    /// </summary>
    public ResultsQuery ForTerminal(IReadOnlyList<TrialRow> trials) =>
        Columns.Length > 0 || Grouped
            ? this
            : this with { Columns = TerminalColumns.Of(Names, trials, AcrossSweeps, WithRemoved, OfEpochs) };

    private bool Grouped => GroupBy.Length > 0 || Aggregates.Length > 0;

    private static T? Option<T>(string name, string? text, Func<string, T> parse) where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (BadInputException problem)
        {
            throw new BadInputException($"{name}: {problem.Message}");
        }
    }
}
