using System.Collections.Immutable;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Scheduling;

/// <summary>A spec spelled out: its trials in grid order and the runs that train them.</summary>
internal sealed record SweepPlan(SweepSpec Spec, ImmutableArray<Hyperparameters> Trials, ImmutableArray<Run> Runs)
{
    /// <exception cref="BadInputException">The spec asks for no trial, or for too many.</exception>
    public static SweepPlan Of(SweepSpec spec)
    {
        var trials = Sampling.Trials(spec).Trials;
        return new(spec, trials, RunPlanner.Runs(spec, trials));
    }
}
