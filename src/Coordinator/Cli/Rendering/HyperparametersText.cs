using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Rendering;

internal static class HyperparametersText
{
    public static string Of(Hyperparameters h) => FormattableString.Invariant(
        $"lr {Numbers.Exact(h.LearningRate)}  epochs {h.Epochs}  weightDecay {Numbers.Exact(h.WeightDecay)}  batchSize {h.BatchSize}  seed {h.Seed}");
}
