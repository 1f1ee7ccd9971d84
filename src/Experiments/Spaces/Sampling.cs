using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Spaces;

/// <summary>The trials of a sweep in grid order, and how many duplicates were merged.</summary>
public sealed record SampledTrials(ImmutableArray<Hyperparameters> Trials, int Merged);

/// <summary>Draws the trials of a sweep from its search space.</summary>
public static class Sampling
{
    public static SampledTrials Trials(SweepSpec spec)
    {
        var space = spec.Space;
        var all =
            (from rate in space.LearningRate.Points
             from decay in space.WeightDecay.Points
             from batch in space.BatchSize.Points
             from seed in space.Seed.Points
             from epochs in space.Epochs.Points
             select new Hyperparameters(rate, (int)epochs, decay, (int)batch, (long)seed)).ToList();
        var distinct = all.Distinct().ToImmutableArray();
        return new(distinct, all.Count - distinct.Length);
    }
}
