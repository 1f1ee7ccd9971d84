using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

internal static class HyperparametersText
{
    public static string Of(Hyperparameters hyperparameters) => ParametersText.Of(hyperparameters.Values, "  ");
}
