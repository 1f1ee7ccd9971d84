using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Querying;

/// <summary>What a person chooses: the hyperparameters without the seed.</summary>
internal sealed record Configuration(double LearningRate, int Epochs, double WeightDecay, int BatchSize)
{
    public static Configuration Of(TrialRow trial) => new(trial.LearningRate, trial.Epochs, trial.WeightDecay, trial.BatchSize);

    public override string ToString() =>
        $"lr {Numbers.Exact(LearningRate)}, epochs {Epochs}, weightDecay {Numbers.Exact(WeightDecay)}, batchSize {BatchSize}";
}
