using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Planning;

/// <summary>Groups trials that differ only in epochs into runs.</summary>
public static class RunPlanner
{
    public static ImmutableArray<Run> Runs(SweepSpec spec, IReadOnlyList<Hyperparameters> trials) =>
    [
        .. trials
            .GroupBy(t => spec.Sharing ? t.Shared.RunOf(spec.Name) : t.Shared.RunAlone(spec.Name, t.Epochs))
            .Select(group => new Run(group.Key, group.First().Shared,
                [.. group.OrderBy(t => t.Epochs).Select(t => new Milestone(t.Epochs, t.TrialOf(spec.Name)))])),
    ];
}
