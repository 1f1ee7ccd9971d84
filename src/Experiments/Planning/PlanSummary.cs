using System.Collections.Immutable;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>What a sweep costs. The names are those of <c>sweep plan --json</c>, a contract.</summary>
/// <param name="EpochsIfAlone">Epochs that training every trial from scratch would take.</param>
/// <param name="EpochsPlanned">Epochs that the runs take.</param>
public sealed record PlanSummary(int Trials, int Runs, long EpochsIfAlone, long EpochsPlanned)
{
    public static PlanSummary Of(IReadOnlyList<Hyperparameters> trials, ImmutableArray<Run> runs) =>
        new(trials.Count, runs.Length, trials.Sum(trial => (long)trial.Epochs), runs.Sum(run => (long)run.Epochs));
}
