namespace Sweep.Experiments.Expressions;

/// <summary>What to sort by: an expression over trials, or an aggregate where they are grouped.</summary>
/// <param name="By">Null exactly where <paramref name="Aggregate"/> is not.</param>
/// <param name="Aggregate">An aggregate, or what is calculated from aggregates.</param>
/// <param name="At">Where it stands in the text, counted from 0.</param>
internal sealed record SortKey(bool Descending, Scalar? By, GroupValue? Aggregate, int At)
{
    /// <summary>The name of the column that it sorts by.</summary>
    public string Name => By?.ToString() ?? Aggregate!.ToString();

    public override string ToString() => (Descending ? "-" : "") + Name;
}
