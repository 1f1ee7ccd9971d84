using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Querying;

/// <summary>What a sweep's file says of how its trials are compared: a small part of it, and all that <c>best</c> needs.</summary>
/// <param name="Images">
/// How many validation images the built-in network is judged by; null where nobody knows, as of a program, whose dataset is its own.
/// </param>
internal sealed record RankingRules(string Sweep, Objective Objective, bool OfProgram, int? Images)
{
    public static RankingRules Of(SweepSpec spec) => new(
        spec.Name, spec.Objective, spec.Program is not null,
        spec.Program is null ? spec.Dataset.Validation ?? Datasets.SizeOf(spec.Dataset.Name).Validation : null);
}
