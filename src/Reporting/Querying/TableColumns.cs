using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

internal static class TableColumns
{
    /// <summary>Refuses a name that stands twice: an answer in JSON or Parquet could hold only one of them.</summary>
    public static ImmutableArray<ResultColumn> Of(IEnumerable<(string Name, ValueKind Kind)> columns, string options)
    {
        ImmutableArray<ResultColumn> all = [.. columns.Select(c => new ResultColumn(c.Name, c.Kind))];
        var twice = all.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? all : throw new BadInputException($"{options}: {twice.Key} is asked for twice; leave one out.");
    }
}
