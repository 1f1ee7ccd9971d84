namespace Sweep.Experiments.Expressions;

/// <summary>A column of the rows that a question is about: its name, what it holds and how to read it.</summary>
/// <param name="Measured">Whether training brings it forth: of a trial that did not complete it says little.</param>
/// <param name="Time">Whether its text is an instant: ISO 8601 in UTC and of one length, so that later is larger.</param>
internal sealed record RowColumn(string Name, ValueKind Kind, Func<IRow, Value> Read, bool Measured = false, bool Time = false)
{
    /// <summary>The only texts that it may be compared with; null where any will do.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    public bool Equals(RowColumn? other) => other is not null && Name == other.Name;
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
