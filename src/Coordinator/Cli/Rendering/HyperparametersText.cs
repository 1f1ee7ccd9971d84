using System.Globalization;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

internal static class HyperparametersText
{
    public static string Of(Hyperparameters h) => string.Create(
        CultureInfo.InvariantCulture,
        $"lr {Numbers.Short(h.LearningRate)}  epochs {h.Epochs}  weightDecay {Numbers.Short(h.WeightDecay)}  "
            + $"batchSize {h.BatchSize}  seed {h.Seed}");
}
