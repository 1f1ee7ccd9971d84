using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers;

/// <summary>
/// A trial as <c>--json</c> and <c>export json</c> show it. The JSON names and their order are a contract; the parameters and metrics that
/// the built-in network does not have come after them.
/// </summary>
internal sealed record ShownTrial(
    TrialId Trial, TrialState State, double? Lr, int Epochs, double? WeightDecay, int? BatchSize,
    long Seed, double? TrainLoss, double? ValLoss, double? ValAccuracy, int? BestEpoch, double? BestEpochValAccuracy, double? Seconds,
    RunId Run, string? Agent, int Attempt)
{
    /// <summary>
    /// Hyperparameters of a program and what it measured beside the three, each under its own name, and the objective at the best epoch
    /// where that is one of them; null for the built-in network.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, object>? Others { get; init; }

    public static ShownTrial Of(TrialRow trial)
    {
        var parameters = trial.Hyperparameters.Shared;
        var others = parameters.Others.ToDictionary(value => value.Key, object (value) => JsonSerializer.SerializeToElement(value.Value));
        foreach (var (metric, value) in trial.Metrics ?? MetricValues.None)
            others.TryAdd(metric, value);
        if (trial.BestEpochValue is { } best)
            others["bestEpochValue"] = best;
        return new(
            trial.Trial, trial.State, parameters[ParameterName.LearningRate]?.Number, trial.Epochs,
            parameters[ParameterName.WeightDecay]?.Number, (int?)parameters[ParameterName.BatchSize]?.Whole,
            trial.Seed, trial.TrainLoss, trial.ValLoss, trial.ValAccuracy, trial.BestEpoch, trial.BestEpochValAccuracy, trial.Seconds,
            trial.Run, trial.Agent, trial.Attempt)
        {
            Others = others.Count > 0 ? others : null,
        };
    }
}
