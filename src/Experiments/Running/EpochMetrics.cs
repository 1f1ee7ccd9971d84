using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Running;

/// <summary>What one epoch of a run achieved.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Values">What was measured, by name.</param>
/// <param name="Seconds">Wall-clock seconds of the epoch, training and validation.</param>
[JsonConverter(typeof(EpochMetricsJson))]
public sealed record EpochMetrics(int Epoch, MetricValues Values, double Seconds)
{
    /// <summary>What an epoch of the built-in network achieved.</summary>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="trainLoss">As <see cref="TrainLoss"/>; the others likewise.</param>
    public EpochMetrics(int epoch, double trainLoss, double valLoss, double valAccuracy, double seconds)
        : this(epoch, MetricValues.Of(trainLoss, valLoss, valAccuracy), seconds)
    {
    }

    /// <summary>What an epoch of a program achieved, by the names that it gives.</summary>
    /// <param name="diverged">As <see cref="DivergedByRule"/>.</param>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public static EpochMetrics Of(int epoch, IEnumerable<KeyValuePair<string, double>> values, double seconds, bool diverged = false) =>
        new(epoch, MetricValues.Of(values), seconds) { DivergedByRule = diverged };

    /// <summary>No epoch takes longer: about four months.</summary>
    public const double MostSeconds = 1e7;

    public const int MostEpochs = 1_000_000;

    /// <summary>
    /// Mean cross-entropy over the epoch's training images, each measured just before the step that used it. Not a number where it was not
    /// measured, as the two below.
    /// </summary>
    public double TrainLoss { get => Values[MetricNames.TrainLoss]; init => Values = Values.With(MetricNames.TrainLoss, value); }

    /// <summary>Mean cross-entropy over the validation set after the epoch.</summary>
    public double ValLoss { get => Values[MetricNames.ValLoss]; init => Values = Values.With(MetricNames.ValLoss, value); }

    /// <summary>Share of validation images classified correctly after the epoch, 0 to 1.</summary>
    public double ValAccuracy { get => Values[MetricNames.ValAccuracy]; init => Values = Values.With(MetricNames.ValAccuracy, value); }

    /// <summary>
    /// Whether a rule of the sweep said that it diverged: its objective is not finite, or what its file calls diverged holds.
    /// </summary>
    public bool DivergedByRule { get; init; }

    /// <summary>
    /// What of it cannot be, as the end of a sentence; null where all of it can. A loss may be any number, or none where the run diverged.
    /// </summary>
    public string? Impossible => this switch
    {
        { Epoch: < 1 or > MostEpochs } => FormattableString.Invariant($"the number {Epoch}, and epochs are counted from 1 to {MostEpochs}"),
        { Seconds: not (>= 0 and <= MostSeconds) } =>
            FormattableString.Invariant($"{Seconds} seconds, and an epoch takes from 0 to {MostSeconds}"),
        { Values.Count: > MetricNames.Most } =>
            FormattableString.Invariant($"{Values.Count} metrics, and an epoch has at most {MetricNames.Most}"),
        _ => ImpossibleName ?? ImpossibleAccuracy,
    };

    /// <summary>A loss that is not finite ends the run, as a rule of the sweep does: nothing that follows can recover it.</summary>
    public bool Diverged
    {
        get
        {
            if (DivergedByRule)
                return true;
            foreach (var (name, number) in Values)
                if (!double.IsFinite(number) && MetricNames.IsLoss(name))
                    return true;
            return false;
        }
    }

    private string? ImpossibleName => Values.Names.FirstOrDefault(name => !MetricNames.IsOne(name)) is { } wrong
        ? $"a metric of a name that it cannot have, which {MetricNames.Rule}"
        : Values.Names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"the metrics {string.Join(" and ", twice)}, and names differ in more than upper and lower case"
            : null;

    private string? ImpossibleAccuracy => Values.Find(MetricNames.ValAccuracy) switch
    {
        null or (>= 0 and <= 1) => null,
        double.NaN when Diverged => null,
        var accuracy => FormattableString.Invariant($"an accuracy of {accuracy}, and an accuracy is from 0 to 1"),
    };
}
