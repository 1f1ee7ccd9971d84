using System.Collections.Immutable;
using Sweep.Coordinator.Reporting.Expressions;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Tables;

/// <summary>One row for each trial.</summary>
internal static class PlainAnswer
{
    public static ResultTable Of(ResultsQuery query, IReadOnlyList<TrialRow> trials)
    {
        var shown = query.Columns.Length > 0 ? query.Columns : Contract(query.AcrossSweeps);
        var keys = query.Sort.Select(key => Key(key, trials)).ToArray();
        var rows = Ranking.Of(trials.Count, keys).Take(query.Limit ?? trials.Count)
            .Select(i => shown.Select(s => s.Of(trials[i])).ToImmutableArray());
        return new(TableColumns.Of(shown.Select(s => (s.ToString(), s.Kind)), "--columns"), [.. rows]);
    }

    private static (Value[], bool) Key(SortKey key, IReadOnlyList<TrialRow> trials) => key.By is { } by
        ? ([.. trials.Select(by.Of)], key.Descending)
        : throw new BadInputException($"--sort: {key.Name} is taken of a group of trials; add --group-by, or sort by what is in the parentheses.");

    private static ImmutableArray<Scalar> Contract(bool acrossSweeps)
    {
        TrialColumn[] columns = acrossSweeps ? [TrialColumns.Sweep, .. TrialColumns.Contract] : [.. TrialColumns.Contract];
        return [.. columns.Select(c => new ColumnValue(c))];
    }
}
