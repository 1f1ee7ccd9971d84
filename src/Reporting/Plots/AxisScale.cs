using System.Collections.Immutable;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Plots;

/// <summary>How a hyperparameter is named in pictures, and whether its axis is one of factors.</summary>
internal static class AxisScale
{
    /// <summary>From such a range on, steps are factors rather than differences.</summary>
    private const double Wide = 20;

    /// <summary>The network's hyperparameters in words, a program's by their names.</summary>
    public static string Words(IEnumerable<TrialRow> trials, string name) =>
        trials.All(trial => trial.Hyperparameters.Shared.IsOfNetwork) ? Parameter.Of(name, ParameterKind.Number).Words : name;

    /// <summary>Learning rates always, epochs and seeds never, others where they are above zero and wide apart.</summary>
    public static bool IsLogarithmic(string name, IReadOnlyCollection<double> values) => name switch
    {
        _ when values.Count == 0 || values.Min() <= 0 => false,
        ParameterName.LearningRate => true,
        ParameterName.Epochs or ParameterName.Seed => false,
        _ => values.Max() / values.Min() >= Wide,
    };
}
