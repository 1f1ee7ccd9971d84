using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>
/// Groups trials into runs. With sharing, all trials that differ only in epochs are one run; without, every trial is a run of its
/// own. Runs come in the order of their first trials; every trial is a milestone of exactly one run.
/// </summary>
public static class RunPlanner
{
    /// <param name="trials">Distinct, as <c>Sampling.Trials</c> gives them.</param>
    public static ImmutableArray<Run> Runs(SweepSpec spec, IReadOnlyList<Hyperparameters> trials) => spec.Sharing
        ? [.. trials.GroupBy(trial => trial.Shared).Select(group => Shared(spec.Name, group.Key, group))]
        : [.. trials.Select(trial => Alone(spec.Name, trial))];

    private static Run Shared(string sweep, RunParameters parameters, IEnumerable<Hyperparameters> trials) => new(
        parameters.RunOf(sweep),
        parameters,
        [.. trials.OrderBy(trial => trial.Epochs).Select(trial => new Milestone(trial.Epochs, trial.TrialOf(sweep)))]);

    private static Run Alone(string sweep, Hyperparameters trial) => new(
        trial.Shared.RunAlone(sweep, trial.Epochs), trial.Shared, [new Milestone(trial.Epochs, trial.TrialOf(sweep))]);
}
