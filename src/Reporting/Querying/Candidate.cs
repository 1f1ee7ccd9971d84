using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>
/// A configuration with the results of its seeds. The winner of a sweep is the first of its candidates in the order of
/// <see cref="RankOrder"/>, wherever one is named.
/// </summary>
/// <param name="Trials">Its completed trials with a finite value, in the grid's order; at least one.</param>
/// <param name="Values">The objective after the last epoch, one for each of them.</param>
/// <param name="Planned">How many trials it has in the grid: one for each seed.</param>
/// <param name="Diverged">How many of them diverged.</param>
internal sealed record Candidate(
    Objective Objective, Configuration Configuration, ImmutableArray<StoredTrial> Trials, Sample Values, int Planned, int Diverged)
{
    /// <summary>Over the seeds that completed.</summary>
    public double Mean { get; } = Values.Mean;

    /// <summary>The place in the grid of its first completed trial.</summary>
    public int Order => Trials[0].Order;

    public RankKey Key => new(Diverged > 0, Mean, Configuration.Epochs, Order);

    /// <summary>
    /// The trial that <c>best</c> means where a command takes one trial: the best seed, of equals the earlier in the grid.
    /// </summary>
    public TrialRow BestSeed => Leaderboard.Rank(Objective, Trials.Select(trial => trial.Row))[0];

    /// <returns>Null while no trial of the configuration has completed with a finite value.</returns>
    /// <param name="trials">All trials of one configuration that are in the grid, in its order.</param>
    public static Candidate? Of(Objective objective, IReadOnlyCollection<StoredTrial> trials)
    {
        var completed = trials.Where(trial => Leaderboard.TakesPart(objective, trial.Row)).ToImmutableArray();
        return completed.IsEmpty ? null : new(
            objective, Configuration.Of(completed[0].Row), completed,
            Sample.Of(completed.Select(trial => Leaderboard.Value(objective, trial.Row))),
            trials.Count, trials.Count(trial => trial.Row.State == TrialState.Diverged));
    }
}
