using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The values of a hyperparameter among trials, each once: numbers by their size, then texts by their characters, then none, which is what
/// a conditional one is where it is absent.
/// </summary>
internal static class DistinctValues
{
    public static ImmutableArray<ParameterValue?> Of(ImmutableArray<TrialRow> trials, string name) =>
    [
        .. trials.Select(trial => trial.Hyperparameters[name]).Distinct()
            .OrderBy(value => value is null ? 2 : double.IsNaN(value.Value.Number) ? 1 : 0)
            .ThenBy(value => value?.Number).ThenBy(value => value?.ToString(), StringComparer.Ordinal),
    ];

    public static bool AreNumbers(ImmutableArray<ParameterValue?> distinct) =>
        distinct.All(value => value is { } number && double.IsFinite(number.Number));
}
