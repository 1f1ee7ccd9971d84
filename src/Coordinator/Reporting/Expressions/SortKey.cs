namespace Sweep.Coordinator.Reporting.Expressions;

/// <summary>What to sort by: an expression over trials, or an aggregate where they are grouped.</summary>
/// <param name="By">Null exactly where <paramref name="Aggregate"/> is not.</param>
/// <param name="At">Where it stands in the text, counted from 0.</param>
internal sealed record SortKey(bool Descending, Scalar? By, Aggregate? Aggregate, int At)
{
    /// <summary>Reads a list such as <c>-valAccuracy, lr</c>; a leading minus sorts the largest first.</summary>
    public static IReadOnlyList<SortKey> ParseList(string text) => new Parser(text).SortKeys();

    /// <summary>The name of the column that it sorts by.</summary>
    public string Name => By?.ToString() ?? Aggregate!.ToString();

    public override string ToString() => (Descending ? "-" : "") + Name;
}
