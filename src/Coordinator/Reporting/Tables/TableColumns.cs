using System.Collections.Immutable;
using Sweep.Coordinator.Reporting.Expressions;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Tables;

internal static class TableColumns
{
    /// <summary>Refuses a name that stands twice: an answer in JSON or Parquet could hold only one of them.</summary>
    public static ImmutableArray<TableColumn> Of(IEnumerable<(string Name, ValueKind Kind)> columns, string options)
    {
        ImmutableArray<TableColumn> all = [.. columns.Select(c => new TableColumn(c.Name, c.Kind))];
        var twice = all.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? all : throw new BadInputException($"{options}: {twice.Key} is asked for twice; leave one out.");
    }
}
