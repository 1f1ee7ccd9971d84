using System.Collections.Immutable;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>
/// One training that serves every trial which differs only in epochs: trained once, to the longest. Exact, not approximate,
/// because the recipe's learning rate is constant and the shuffle of an epoch derives from (seed, epoch) alone.
/// </summary>
/// <param name="Milestones">The trials served, ascending in epochs, at least one.</param>
public sealed record Run(RunId Id, RunParameters Parameters, ImmutableArray<Milestone> Milestones)
{
    /// <summary>How many epochs the run trains: its longest trial's.</summary>
    public int Epochs => Milestones[^1].Epochs;
}

/// <summary>The point of a run at which a trial is done.</summary>
public readonly record struct Milestone(int Epochs, TrialId Trial);
