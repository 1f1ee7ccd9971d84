using Sweep.Experiments.Programs;
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
        ?? (before.Program is { } was && after.Program is { } now ? Refusal(after.Name, was, now) : null)
        ?? Refusal(after.Name, "precision", Text(before.Precision), Text(after.Precision))
        ?? Refusal(after.Name, "arithmetic", before.Arithmetic ?? "auto", after.Arithmetic ?? "auto")
        ?? Refusal(after.Name, "sharing", Text(before.Sharing), Text(after.Sharing));

    /// <summary>That a sweep keeps its code.</summary>
    public static string OfCode(string sweep) =>
        $"Sweep '{sweep}' was submitted before with other code, which cannot change under the same name; give this sweep another name, or "
            + "submit it with the code that it has.";

    /// <summary>How long a run may take changes nothing of what it comes to; the code is asked about by itself.</summary>
    private static string? Refusal(string sweep, ProgramSpec before, ProgramSpec after) =>
        before with { Code = null, TimeoutSeconds = null, StallSeconds = null }
            == after with { Code = null, TimeoutSeconds = null, StallSeconds = null }
            ? null
            : $"Sweep '{sweep}' was submitted before with another program ({Difference(before, after)}), "
                + "which cannot change under the same name; give this sweep another name.";

    private static string Difference(ProgramSpec before, ProgramSpec after) =>
        !before.Command.SequenceEqual(after.Command) ? "command"
        : before.Continues != after.Continues ? "continues"
        : before.DivergedWhen != after.DivergedWhen ? "divergedWhen"
        : before with { Patterns = null } == after with { Patterns = null } ? "metrics"
        : before with { Setup = null } == after with { Setup = null } ? "setup"
        : "env or secretEnv";

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
