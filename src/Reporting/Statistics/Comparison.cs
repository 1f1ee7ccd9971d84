using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>One value of two trials.</summary>
/// <param name="Difference">B − A; missing where one of them is, or where they are text.</param>
internal sealed record ComparedValue(string Name, Value A, Value B, Value Difference);

/// <summary>One metric of two trials by epoch, from the first.</summary>
internal sealed record ComparedCurve(string Metric, ImmutableArray<double> A, ImmutableArray<double> B);

/// <summary>The configurations that two trials are seeds of.</summary>
/// <param name="Test">As a pair that was named beforehand; null where nothing is known of the uncertainty.</param>
internal sealed record ComparedConfigurations(Candidate A, Candidate B, DifferenceTest? Test);

/// <summary>Two trials side by side.</summary>
internal sealed record Comparison(
    TrialRow A, TrialRow B,
    ImmutableArray<ComparedValue> Hyperparameters, ImmutableArray<ComparedValue> Metrics, ImmutableArray<ComparedCurve> Curves)
{
    /// <summary>Null where both trials are of one configuration, or one has no completed trial in the grid.</summary>
    public ComparedConfigurations? Configurations { get; init; }

    public static Comparison Of(SweepRecord record, TrialRow a, TrialRow b)
    {
        var columns = TrialColumns.Of([record.Spec], [a, b]);
        var (curveA, curveB, metrics) = (record.CurveOf(a), record.CurveOf(b), SweepMetrics.Of(record));
        return new(
            a, b,
            [.. columns.Parameters.Select(column => Compared(column, a, b))],
            [
                .. metrics.Select(name => Measured(name, a.Metric(name), b.Metric(name))),
                Compared(columns.OfTrials["bestEpoch"], a, b),
                .. metrics.Contains(MetricNames.ValAccuracy)
                    ? [Compared(columns.OfTrials["bestEpochValAccuracy"], a, b)]
                    : Array.Empty<ComparedValue>(),
                .. Objective.Known.Contains(record.Spec.Objective) ? Array.Empty<ComparedValue>()
                    : [Measured("bestEpochValue", a.BestEpochValue, b.BestEpochValue)],
                Compared(columns.OfTrials["seconds"], a, b),
            ],
            [
                .. metrics.Select(name => new ComparedCurve(
                    name, [.. curveA.Select(epoch => epoch.Values[name])], [.. curveB.Select(epoch => epoch.Values[name])])),
            ])
        {
            Configurations = Compared(record, Configuration.Of(a), Configuration.Of(b)),
        };
    }

    private static ComparedConfigurations? Compared(SweepRecord record, Configuration a, Configuration b)
    {
        var candidates = Leaderboard.Candidates(record.Spec.Objective, record.Trials);
        return a != b && candidates.FirstOrDefault(c => c.Configuration == a) is { } first
            && candidates.FirstOrDefault(c => c.Configuration == b) is { } second
            ? new(first, second, Leaderboards.JudgingOf(record).Between(a, b))
            : null;
    }

    private static ComparedValue Measured(string name, double? a, double? b) => new(name, Value.Of(a), Value.Of(b), Value.Of(b - a));

    private static ComparedValue Compared(RowColumn column, TrialRow a, TrialRow b)
    {
        var (left, right) = (column.Read(a), column.Read(b));
        var difference = left.IsMissing || right.IsMissing || column.Kind == ValueKind.Text ? Value.Missing(column.Kind)
            : column.Kind == ValueKind.Integer ? Value.Of(right.Integer - left.Integer)
            : Value.Of(right.Number - left.Number);
        return new(column.Name, left, right, difference);
    }
}
