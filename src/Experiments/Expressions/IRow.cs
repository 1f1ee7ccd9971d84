namespace Sweep.Experiments.Expressions;

/// <summary>What an expression is asked of: a trial, an epoch of its curve, a point of a search space.</summary>
public interface IRow
{
    /// <summary>The row one step earlier, where a question is about steps; null for the first, and where there are none.</summary>
    IRow? Earlier { get; }

    /// <summary>Whether what was measured of it counts: what a trial that diverged was left with is no success.</summary>
    bool CountsAsMeasured { get; }
}
