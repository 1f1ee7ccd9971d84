namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>
/// What stands in a column, as docs/queries.md has it: null is missing, a string is text, a long an integer, a double a number.
/// </summary>
internal static class Cells
{
    public static bool IsNaN(object? cell) => cell is double.NaN;

    public static bool IsFinite(object? cell) => cell is long || (cell is double number && double.IsFinite(number));

    /// <summary>Not a number where it is missing.</summary>
    public static double Number(object? cell) => cell switch { long integer => integer, double number => number, _ => double.NaN };

    /// <summary>Less than, equal to or more than nothing; null where a side is missing or not a number.</summary>
    public static int? Compare(object? one, object? other) => (one, other) switch
    {
        (null or double.NaN, _) or (_, null or double.NaN) => null,
        (string text, string with) => string.CompareOrdinal(text, with),
        (long integer, long with) => integer.CompareTo(with),
        _ => Number(one) < Number(other) ? -1 : Number(one) > Number(other) ? 1 : 0,
    };

    /// <summary>For sorting: in both directions not-a-number comes after everything, and missing after that.</summary>
    public static int Order(object? one, object? other, bool descending)
    {
        int Class(object? cell) => cell is null ? 2 : IsNaN(cell) ? 1 : 0;
        return Class(one) != Class(other) ? Class(one) - Class(other) : (descending ? -1 : 1) * Math.Sign(Compare(one, other) ?? 0);
    }

    public static string Text(object? cell) => cell switch
    {
        null => "missing",
        string text => $"\"{text}\"",
        double number => FormattableString.Invariant($"{number:R}d"),
        _ => FormattableString.Invariant($"{cell}"),
    };
}
