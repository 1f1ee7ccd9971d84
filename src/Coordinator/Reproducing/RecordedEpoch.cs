using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Reproducing;

/// <summary>An epoch as the sweep recorded it, and by whom: a run may have been trained in several attempts on several agents.</summary>
/// <param name="Provenance">Null where the attempt told none.</param>
/// <param name="Checkpoint">SHA-256 of the checkpoint after it; null after a diverged epoch.</param>
public sealed record RecordedEpoch(EpochMetrics Metrics, string Agent, Provenance? Provenance, string? Checkpoint)
{
    /// <summary>The epochs of a trial, from the first to its own last; its run may have gone on.</summary>
    public static ImmutableArray<RecordedEpoch> Of(SweepRecord record, TrialRow trial, IEnumerable<EpochOrigin> origins)
    {
        var attempts = record.Attempts.ToDictionary(attempt => attempt.Lease);
        var byEpoch = origins.ToDictionary(origin => origin.Epoch);
        return [.. record.CurveOf(trial).Select(metrics =>
        {
            var origin = byEpoch.GetValueOrDefault(metrics.Epoch);
            var attempt = origin is null ? null : attempts.GetValueOrDefault(origin.Lease);
            return new RecordedEpoch(metrics, attempt?.Agent ?? "", attempt?.Provenance, origin?.Checkpoint?.Sha256);
        })];
    }
}

/// <summary>An epoch as it was trained again.</summary>
public sealed record RepeatedEpoch(EpochMetrics Metrics, string? Checkpoint);
