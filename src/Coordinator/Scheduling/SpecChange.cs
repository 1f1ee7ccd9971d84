using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// What a sweep file may change under the same name. The grid, the sampler, the objective and maxAttempts may; whatever decides
/// how a run is trained, or which run serves a trial, may not: recorded curves would mean something else.
/// </summary>
internal static class SpecChange
{
    /// <returns>One sentence with the remedy; null where the change is allowed.</returns>
    public static string? Refusal(SweepSpec before, SweepSpec after) =>
        Refusal(after.Name, "dataset", Text(before.Dataset), Text(after.Dataset))
        ?? Refusal(after.Name, "model", Text(before.Model), Text(after.Model))
        ?? Refusal(after.Name, "precision", Text(before.Precision), Text(after.Precision))
        ?? Refusal(after.Name, "sharing", Text(before.Sharing), Text(after.Sharing));

    private static string? Refusal(string sweep, string key, string before, string after) => before == after ? null :
        $"Sweep '{sweep}' was submitted before with {key} {before}, which cannot change to {after} under the same name; give this "
            + "sweep another name.";

    private static string Text(DatasetSpec dataset) =>
        FormattableString.Invariant($"{dataset.Name} (train {Limit(dataset.Train)}, validation {Limit(dataset.Validation)})");

    private static string Limit(int? images) => images is { } n ? FormattableString.Invariant($"{n}") : "all";

    private static string Text(ModelSpec model) => model.EpochMilliseconds == 0
        ? model.Name
        : FormattableString.Invariant($"{model.Name} ({model.EpochMilliseconds} ms an epoch)");

    private static string Text(Precision precision) => precision.ToString().ToLowerInvariant();

    private static string Text(bool sharing) => sharing ? "on" : "off";
}
