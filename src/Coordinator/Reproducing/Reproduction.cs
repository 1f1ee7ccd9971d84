using System.Collections.Immutable;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Reproducing;

/// <summary>What came of training a trial again: the verdict, epoch by epoch, and what was not the same around it.</summary>
/// <param name="Verdict">That of the metric that is least like its record.</param>
/// <param name="Changes">Between the provenances then and now, the weightiest first.</param>
public sealed record Reproduction(
    Likeness Verdict, double Epsilon, ImmutableArray<EpochComparison> Epochs, ImmutableArray<ProvenanceChange> Changes)
{
    /// <param name="recorded">At least one epoch, from the first on.</param>
    /// <param name="repeated">From the first epoch on; as many as the training came to.</param>
    public static Reproduction Of(
        IReadOnlyList<RecordedEpoch> recorded, IReadOnlyList<RepeatedEpoch> repeated, Provenance now, Epsilon epsilon)
    {
        ImmutableArray<EpochComparison> epochs = [.. Enumerable.Range(0, Math.Max(recorded.Count, repeated.Count))
            .Select(i => EpochComparison.Of(i + 1, recorded.ElementAtOrDefault(i), repeated.ElementAtOrDefault(i), epsilon))];
        return new(epochs.Max(epoch => epoch.Likeness), epsilon.Value, epochs, ProvenanceChange.Of(Stretch.Of(recorded), now));
    }
}
