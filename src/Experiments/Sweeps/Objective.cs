using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>What trials are ranked by: a metric, and which way it is better.</summary>
/// <param name="Metric">One that every epoch measures: see <see cref="MetricNames"/>.</param>
[JsonConverter(typeof(ObjectiveJson))]
public sealed record Objective(string Metric, bool Maximize)
{
    public static Objective ValAccuracy { get; } = new(MetricNames.ValAccuracy, true);
    public static Objective ValLoss { get; } = new(MetricNames.ValLoss, false);

    /// <summary>Those that are named by their metric alone, since everybody knows the direction.</summary>
    public static IReadOnlyList<Objective> Known { get; } = [ValAccuracy, ValLoss];

    public double Value(EpochMetrics metrics) => metrics.Values[Metric];

    /// <summary>Whether <paramref name="value"/> beats <paramref name="other"/>; a value that is not finite beats nothing.</summary>
    public bool IsBetter(double value, double other) =>
        double.IsFinite(value) && (!double.IsFinite(other) || (Maximize ? value > other : value < other));

    /// <summary>A number that is the smaller, the better <paramref name="value"/> is.</summary>
    public double Cost(double value) => Maximize ? -value : value;

    /// <summary>
    /// The result of a trial that ends at <paramref name="epochs"/>, from the curve of its run (epochs 1, 2, 3 … in order,
    /// at least that many). Of equally good epochs the earliest is the best one, and an epoch that diverged is never it.
    /// </summary>
    public TrialResult ResultAt(IReadOnlyList<EpochMetrics> curve, int epochs)
    {
        var last = curve[epochs - 1];
        EpochMetrics? best = null;
        var seconds = 0.0;
        for (var e = 0; e < epochs; e++)
        {
            var metrics = curve[e];
            seconds += metrics.Seconds;
            if (!metrics.Diverged && IsBetter(Value(metrics), best is null ? double.NaN : Value(best)))
                best = metrics;
        }
        return new(last.Values, best?.Epoch ?? 0, best?.Values, seconds);
    }

    /// <summary>As a sweep file has it.</summary>
    public override string ToString() => Known.Contains(this) ? Metric : $"{{ {(Maximize ? "maximize" : "minimize")}: {Metric} }}";
}
