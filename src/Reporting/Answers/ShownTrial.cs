using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers;

/// <summary>A trial as <c>--json</c> and <c>export json</c> show it. The JSON names and their order are a contract.</summary>
internal sealed record ShownTrial(
    TrialId Trial, TrialState State, [property: JsonPropertyName("lr")] double LearningRate, int Epochs, double WeightDecay, int BatchSize,
    long Seed, double? TrainLoss, double? ValLoss, double? ValAccuracy, int? BestEpoch, double? BestEpochValAccuracy, double? Seconds,
    RunId Run, string? Agent, int Attempt)
{
    public static ShownTrial Of(TrialRow trial) => new(
        trial.Trial, trial.State, trial.LearningRate, trial.Epochs, trial.WeightDecay, trial.BatchSize,
        trial.Seed, trial.TrainLoss, trial.ValLoss, trial.ValAccuracy, trial.BestEpoch, trial.BestEpochValAccuracy, trial.Seconds,
        trial.Run, trial.Agent, trial.Attempt);
}
