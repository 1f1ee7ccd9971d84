using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>
/// What was measured, on little room. Of a program nothing is known beforehand, so what it did not measure is not mentioned.
/// </summary>
internal static class MetricsText
{
    /// <summary>Metrics of a program that one line has room for.</summary>
    private const int Most = 4;

    /// <summary>Mean training loss of the epoch in training, or of the last one.</summary>
    public static string Train(RunningView run) => Of(run, run.TrainLoss ?? run.Last?.Values.Find(MetricNames.TrainLoss));

    /// <summary>A metric of the last epoch; nothing where that is the objective, which has its own name.</summary>
    public static string Last(RunningView run, string metric) =>
        metric == run.Metric ? "" : Of(run, run.Last?.Values.Find(metric));

    /// <summary>A program's objective with its name; nothing for the built-in network.</summary>
    public static string Objective(RunningView run) =>
        run is { Metric: { } metric, Last: { } last } && last.Values.Find(metric) is { } value ? $"{metric} {Numbers.Measure(value)}" : "";

    private static string Of(RunningView run, double? value) =>
        run.Metric is not null && value is null or double.NaN ? "" : Numbers.Measure(value);

    /// <summary><c>train 1.2 val 1.3 acc 0.5</c>, or a program's metrics by their names.</summary>
    public static string Of(TrialRow trial)
    {
        (string Name, double? Value)[] known = [("train", trial.TrainLoss), ("val", trial.ValLoss), ("acc", trial.ValAccuracy)];
        var others = trial.Metrics?.Take(Most).Select(metric => (metric.Key, (double?)metric.Value)) ?? [];
        return string.Join(
            ' ', known.Where(metric => metric.Value is not null).Concat(others)
                .Select(metric => $"{metric.Item1} {Numbers.Measure(metric.Item2)}"));
    }
}
