namespace Sweep.Reporting.Answers;

/// <summary>
/// A question over trials as a person writes it, each part a text of the language in <c>docs/queries.md</c>; null where it is not given.
/// </summary>
/// <param name="Sweep">Null is the sweep submitted last.</param>
public sealed record TrialQuestion(string? Sweep) : Question<ResultTable>
{
    /// <summary>Asks the trials of all sweeps of the home.</summary>
    public bool All { get; init; }

    /// <summary>Asks also trials that a later sweep file took out of the grid.</summary>
    public bool Removed { get; init; }

    /// <summary>Asks the epochs of the trials' curves instead of the trials.</summary>
    public bool Epochs { get; init; }
    public string? Where { get; init; }
    public string? Sort { get; init; }
    public int? Limit { get; init; }
    public string? Columns { get; init; }
    public string? GroupBy { get; init; }
    public string? Aggregates { get; init; }

    /// <summary>Where no columns are named, those that fit a terminal and say most.</summary>
    public bool Brief { get; init; }
}
