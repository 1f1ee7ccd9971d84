using System.Collections.Immutable;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Expressions;

/// <summary>
/// The names that a question may use, and the way from its text to something that can be asked. Errors name the place and the remedy.
/// </summary>
/// <param name="named">Told of every column that a text names; null where nobody is.</param>
internal sealed class RowColumns(ImmutableArray<RowColumn> all, Action<RowColumn>? named = null)
{
    private readonly Dictionary<string, RowColumn> byName = all.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<RowColumn> All => all;

    public IReadOnlyList<string> Names { get; } = [.. all.Select(column => column.Name)];

    /// <summary>The column of that name; upper and lower case do not matter.</summary>
    public RowColumn? Find(string name)
    {
        if (!byName.TryGetValue(name, out var column))
            return null;
        named?.Invoke(column);
        return column;
    }

    public RowColumn this[string name] => byName[name];

    /// <summary>Reads a condition such as <c>lr &lt; 1e-2 and state = completed</c>.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public Condition Condition(string text) => new Parser(text, this).Condition();

    /// <summary>Reads a list such as <c>lr, log10(valLoss)</c>.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public IReadOnlyList<Scalar> Scalars(string text) => new Parser(text, this).Scalars();

    /// <summary>Reads a list such as <c>mean(valAccuracy), max(seconds) - min(seconds)</c>.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public IReadOnlyList<GroupValue> GroupValues(string text) => new Parser(text, this).GroupValues();

    /// <summary>Reads a list such as <c>-valAccuracy, lr</c>; a leading minus sorts the largest first.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public IReadOnlyList<SortKey> SortKeys(string text) => new Parser(text, this).SortKeys();
}
