using System.Collections.Immutable;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Reproducing;

/// <summary>One metric after one epoch, as recorded and as repeated.</summary>
public sealed record MetricComparison(string Metric, double Recorded, double Repeated, Likeness Likeness);

/// <summary>One epoch, as recorded and as repeated. Wall-clock seconds are not compared.</summary>
/// <param name="Metrics">Empty where one side has no such epoch: one of the two ended earlier.</param>
/// <param name="SameState">
/// Whether weights and optimiser after the epoch are the same to the last bit, by the SHA-256 of the checkpoints; null where one side has
/// none.
/// </param>
public sealed record EpochComparison(int Epoch, ImmutableArray<MetricComparison> Metrics, bool? SameState)
{
    public Likeness Likeness => Metrics.IsEmpty ? Likeness.Different : Metrics.Max(metric => metric.Likeness);

    public static EpochComparison Of(int epoch, RecordedEpoch? recorded, RepeatedEpoch? repeated, Epsilon epsilon) => new(
        epoch,
        recorded is null || repeated is null ? [] : Compared(recorded.Metrics, repeated.Metrics, epsilon),
        recorded?.Checkpoint is { } before && repeated?.Checkpoint is { } now ? before == now : null);

    private static ImmutableArray<MetricComparison> Compared(EpochMetrics a, EpochMetrics b, Epsilon epsilon) =>
    [
        new("trainLoss", a.TrainLoss, b.TrainLoss, epsilon.OfLosses(a.TrainLoss, b.TrainLoss)),
        new("valLoss", a.ValLoss, b.ValLoss, epsilon.OfLosses(a.ValLoss, b.ValLoss)),
        new("valAccuracy", a.ValAccuracy, b.ValAccuracy, epsilon.OfAccuracies(a.ValAccuracy, b.ValAccuracy)),
    ];
}
