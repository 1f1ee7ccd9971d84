using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>Which hyperparameters of a sweep take more than one value: only these need naming in a picture.</summary>
internal sealed class Variety(ImmutableArray<TrialRow> trials)
{
    private readonly bool weightDecay = trials.Select(t => t.WeightDecay).Distinct().Count() > 1;
    private readonly bool batchSize = trials.Select(t => t.BatchSize).Distinct().Count() > 1;

    /// <summary>What differs between the trials of a program beside seed and epochs; null for the built-in network.</summary>
    private readonly string[]? own = trials.All(t => t.Hyperparameters.Shared.IsOfNetwork) ? null
        : [.. trials.SelectMany(t => t.Hyperparameters.Shared.Values).Select(value => value.Key).Distinct()
            .Where(name => name != ParameterName.Seed && trials.Select(t => t.Hyperparameters[name]).Distinct().Skip(1).Any())
            .Order(ParameterName.InOrder)];

    /// <summary>Whether there is more than one seed, so that means and ranges are worth a word.</summary>
    public bool Seeds { get; } = trials.Select(t => t.Seed).Distinct().Count() > 1;

    /// <summary>Whether trials of equal learning rate and epochs may differ in more than the seed.</summary>
    public bool BesidesRateAndEpochs => weightDecay || batchSize || own is { Length: > 0 };

    /// <summary>A configuration's name, seed and epochs apart.</summary>
    public string Name(TrialRow trial) => own is not null ? NameOfProgram(trial) :
        $"lr {Numbers.Mark(trial.LearningRate)}"
        + (weightDecay ? $", wd {Numbers.Mark(trial.WeightDecay)}" : "")
        + (batchSize ? $", batch {trial.BatchSize}" : "");

    /// <summary>What a trial has of what differs; all that it has where nothing does.</summary>
    private string NameOfProgram(TrialRow trial) => ParametersText.Of(
        trial.Hyperparameters.Shared.Values
            .Where(value => value.Key != ParameterName.Seed && (own is [] || own!.Contains(value.Key))),
        ", ");
}
