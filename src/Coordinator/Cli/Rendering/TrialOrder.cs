using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>
/// The order of a results table: completed trials first, then the others; within each by the column, values that are not there or
/// not a number last in either direction. Stable: equals stay in the grid's order.
/// </summary>
internal sealed record TrialOrder(TrialColumn Column, bool Descending)
{
    /// <summary><c>lr</c> ascending, <c>-valAccuracy</c> descending.</summary>
    public static TrialOrder Parse(string text) =>
        text.StartsWith('-') ? new(TrialColumn.Named(text[1..]), true) : new(TrialColumn.Named(text), false);

    /// <summary>Best first.</summary>
    public static TrialOrder By(Objective objective) =>
        new(TrialColumn.Named(objective.Name()), objective == Objective.ValAccuracy);

    public IEnumerable<TrialRow> Sort(IEnumerable<TrialRow> rows)
    {
        var groups = rows
            .Select(row => (Row: row, Value: Column.Value(row)))
            .OrderBy(x => x.Row.State != TrialState.Completed)
            .ThenBy(x => x.Value switch { null => 2, double.NaN => 1, _ => 0 });
        var sorted = Descending ? groups.ThenByDescending(x => x.Value, ByValue) : groups.ThenBy(x => x.Value, ByValue);
        return sorted.Select(x => x.Row);
    }

    /// <summary>A column holds values of one type; text is compared by its code units, the same on every machine.</summary>
    private static readonly Comparer<object?> ByValue = Comparer<object?>.Create((a, b) => (a, b) switch
    {
        (string x, string y) => string.CompareOrdinal(x, y),
        (IComparable x, not null) => x.CompareTo(b),
        (null, null) => 0,
        (null, _) => 1,
        _ => -1,
    });
}
