using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

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

    /// <summary>The plan of a spec that an older program let in without asking; null where there can be none.</summary>
    /// <param name="why">Then one sentence.</param>
    public static SweepPlan? Of(SweepSpec? spec, out string why)
    {
        why = "The sweep is not whole.";
        if (spec is not { Name: not null, Dataset.Name: not null, Model.Name: not null, Space: not null, Sampler: not null })
            return null;
        try
        {
            var plan = Of(spec);
            why = "The sweep asks for trials of no epochs.";
            return plan.Trials.All(trial => trial.Epochs > 0) ? plan : null;
        }
        catch (Exception e)
        {
            // Whatever a distribution without sense comes to: a division by zero, an overflow, a list without an item.
            why = $"The sweep's trials cannot be made: {e.Message}";
            return null;
        }
    }
}
