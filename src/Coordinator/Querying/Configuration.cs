using Sweep.Coordinator.Answers;

namespace Sweep.Coordinator.Querying;

/// <summary>What a person chooses: the hyperparameters without the seed.</summary>
internal sealed record Configuration(double LearningRate, int Epochs, double WeightDecay, int BatchSize)
{
    public static Configuration Of(TrialRow trial) => new(trial.LearningRate, trial.Epochs, trial.WeightDecay, trial.BatchSize);

    public override string ToString() =>
        FormattableString.Invariant($"lr {LearningRate:R}, epochs {Epochs}, weightDecay {WeightDecay:R}, batchSize {BatchSize}");
}
