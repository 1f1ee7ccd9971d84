using System.Collections.Immutable;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>Which hyperparameters of a sweep take more than one value: only these need naming in a picture.</summary>
internal sealed class Variety(ImmutableArray<TrialRow> trials)
{
    private readonly bool weightDecay = trials.Select(t => t.WeightDecay).Distinct().Count() > 1;
    private readonly bool batchSize = trials.Select(t => t.BatchSize).Distinct().Count() > 1;

    /// <summary>Whether there is more than one seed, so that means and ranges are worth a word.</summary>
    public bool Seeds { get; } = trials.Select(t => t.Seed).Distinct().Count() > 1;

    /// <summary>Whether trials of equal learning rate and epochs may differ in more than the seed.</summary>
    public bool BesidesRateAndEpochs => weightDecay || batchSize;

    /// <summary>A configuration's name, seed and epochs apart.</summary>
    public string Name(TrialRow trial) =>
        $"lr {Numbers.Mark(trial.LearningRate)}"
        + (weightDecay ? $", wd {Numbers.Mark(trial.WeightDecay)}" : "")
        + (batchSize ? $", batch {trial.BatchSize}" : "");
}
