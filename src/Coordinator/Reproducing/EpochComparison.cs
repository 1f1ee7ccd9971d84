using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Reproducing;

/// <summary>One metric after one epoch, as recorded and as repeated.</summary>
public sealed record MetricComparison(string Metric, double Recorded, double Repeated, Likeness Likeness);

/// <summary>One epoch, as recorded and as repeated. Wall-clock seconds are not compared.</summary>
/// <param name="Metrics">Every one that either side measured; empty where one side has no such epoch: one of the two ended earlier.</param>
/// <param name="SameState">
/// Whether weights and optimiser after the epoch are the same to the last bit, by the SHA-256 of the checkpoints; null where one side has
/// none.
/// </param>
public sealed record EpochComparison(int Epoch, ImmutableArray<MetricComparison> Metrics, bool? SameState)
{
    public Likeness Likeness => OneSided ? Likeness.Different : Metrics.Select(metric => metric.Likeness).DefaultIfEmpty().Max();

    /// <summary>Whether one of the two ended earlier. A program need not measure anything in an epoch that it has.</summary>
    [JsonIgnore]
    public bool OneSided { get; private init; }

    public static EpochComparison Of(int epoch, RecordedEpoch? recorded, RepeatedEpoch? repeated, Epsilon epsilon) => new(
        epoch,
        recorded is null || repeated is null ? [] : Compared(recorded.Metrics, repeated.Metrics, epsilon),
        recorded?.Checkpoint is { } before && repeated?.Checkpoint is { } now ? before == now : null)
    {
        OneSided = recorded is null || repeated is null,
    };

    private static ImmutableArray<MetricComparison> Compared(EpochMetrics a, EpochMetrics b, Epsilon epsilon) =>
    [
        .. a.Values.Names.Union(b.Values.Names).Order(Comparer<string>.Create(MetricNames.Compare))
            .Select(name => new MetricComparison(name, a.Values[name], b.Values[name], Compared(name, a.Values, b.Values, epsilon))),
    ];

    private static Likeness Compared(string name, MetricValues a, MetricValues b, Epsilon epsilon) => (a.Find(name), b.Find(name)) switch
    {
        ({ } before, { } now) when name == MetricNames.ValAccuracy => epsilon.OfAccuracies(before, now),
        ({ } before, { } now) => epsilon.OfLosses(before, now),
        _ => Likeness.Different,
    };
}
