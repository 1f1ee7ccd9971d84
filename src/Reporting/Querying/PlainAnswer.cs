using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>One row for each trial.</summary>
internal static class PlainAnswer
{
    public static ResultTable Of(ResultsQuery query, IReadOnlyList<TrialRow> trials)
    {
        var shown = query.Columns.Length > 0 ? query.Columns : Contract(query);
        var keys = query.Sort.SelectMany(key => Keys(key, trials)).ToArray();
        var rows = Ranking.Of(trials.Count, keys).Take(query.Limit ?? trials.Count)
            .Select(i => shown.Select(s => s.Of(trials[i])).ToImmutableArray());
        return new(TableColumns.Of(shown.Select(s => (s.ToString(), s.Kind)), "--columns"), [.. rows]);
    }

    /// <summary>
    /// Among measurements those of trials that completed come first: the accuracy that a diverged one was left with is no success.
    /// </summary>
    private static IEnumerable<(Value[], bool)> Keys(SortKey key, IReadOnlyList<TrialRow> trials)
    {
        var by = key.By ?? throw Misplaced(key);
        if (by.Measured)
            yield return ([.. trials.Select(t => Value.Of(t.State == TrialState.Completed || t.Epoch is not null ? 0L : 1L))], false);
        yield return ([.. trials.Select(by.Of)], key.Descending);
    }

    private static BadInputException Misplaced(SortKey key) =>
        new($"--sort: {key.Name} is taken of a group of trials; add --group-by, or sort by what is in the parentheses.");

    private static ImmutableArray<Scalar> Contract(ResultsQuery query)
    {
        RowColumn[] sweep = query.AcrossSweeps ? [TrialColumns.Sweep] : [];
        RowColumn[] inGrid = query.WithRemoved ? [TrialColumns.InGrid] : [];
        IEnumerable<RowColumn> contract = query.OfEpochs ? query.Names.ContractOfEpochs : query.Names.Contract;
        return [.. sweep.Concat(contract).Concat(inGrid).Select(c => new ColumnValue(c))];
    }
}
