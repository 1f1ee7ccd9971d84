using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>One row for each group, in the order in which the groups first appear.</summary>
internal static class GroupedAnswer
{
    public static ResultTable Of(ResultsQuery query, IReadOnlyList<TrialRow> trials)
    {
        if (query.Columns.Length > 0)
            throw new BadInputException(
                "--columns chooses columns of single trials; with --group-by and --agg leave it out: "
                + "the columns are the groups and the aggregates.");
        ImmutableArray<GroupValue> aggregates = query.Aggregates.Length > 0 ? query.Aggregates : [new Aggregate(AggregateKind.Count, null)];
        var columns = TableColumns.Of(
            [.. query.GroupBy.Select(g => (g.ToString(), g.Kind)), .. aggregates.Select(a => (a.ToString(), a.Kinds))],
            "--group-by and --agg");
        ImmutableArray<Value>[] rows = [.. Groups(query.GroupBy, trials).Select(g => Row(g.Key, g.Members, aggregates))];
        var keys = query.Sort.Select(key => Key(key, columns, rows)).ToArray();
        return new(columns, [.. Ranking.Of(rows.Length, keys).Take(query.Limit ?? rows.Length).Select(i => rows[i])]);
    }

    private static ImmutableArray<Value> Row(ImmutableArray<Value> key, List<TrialRow> members, ImmutableArray<GroupValue> aggregates) =>
        [.. key, .. aggregates.Select(a => a.Of(members))];

    private static IEnumerable<(ImmutableArray<Value> Key, List<TrialRow> Members)> Groups(
        ImmutableArray<Scalar> by, IReadOnlyList<TrialRow> trials)
    {
        if (by.Length == 0)
            return [([], [.. trials])];
        var groups = new OrderedDictionary<ImmutableArray<Value>, List<TrialRow>>(KeyEquality.Instance);
        foreach (var trial in trials)
        {
            ImmutableArray<Value> key = [.. by.Select(b => b.Of(trial))];
            if (!groups.TryGetValue(key, out var members))
                groups.Add(key, members = []);
            members.Add(trial);
        }
        return groups.Select(g => (g.Key, g.Value));
    }

    private static (Value[], bool) Key(SortKey key, ImmutableArray<ResultColumn> columns, ImmutableArray<Value>[] rows)
    {
        var names = columns.Select(c => c.Name).ToList();
        var column = names.IndexOf(key.Name);
        return column >= 0
            ? ([.. rows.Select(r => r[column])], key.Descending)
            : throw new BadInputException(
                $"--sort: the groups have no column '{key.Name}'; there are {string.Join(", ", names)} (add it to --agg or --group-by).");
    }

    /// <summary>Equal in every value; not-a-number belongs with not-a-number, missing with missing.</summary>
    private sealed class KeyEquality : IEqualityComparer<ImmutableArray<Value>>
    {
        public static readonly KeyEquality Instance = new();
        public bool Equals(ImmutableArray<Value> x, ImmutableArray<Value> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<Value> key)
        {
            var hash = new HashCode();
            foreach (var value in key)
                hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
