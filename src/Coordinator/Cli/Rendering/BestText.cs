using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>The winner in a few lines. The value after the last epoch and the best one on the way stand beside each other, never mixed.</summary>
internal static class BestText
{
    public static IEnumerable<string> Of(BestView best)
    {
        if (best is { Trial: { } trial, Hyperparameters: { } chosen, Value: { } value })
        {
            yield return $"best of {best.Sweep}: {best.Metric} {Numbers.Measure(value)} after epoch {best.Epoch}{OnTheWay(best)}";
            yield return $"  {Hyperparameters(chosen)}";
            yield return $"  trial {trial}";
        }
        else
            yield return $"{best.Sweep}: no trial has completed yet";
        yield return $"  {Counts(best.Trials)}";
    }

    public static string Hyperparameters(Hyperparameters h) => FormattableString.Invariant(
        $"lr {Numbers.Exact(h.LearningRate)}  epochs {h.Epochs}  weightDecay {Numbers.Exact(h.WeightDecay)}  batchSize {h.BatchSize}  seed {h.Seed}");

    /// <summary><c>36 trials: 33 completed, 2 diverged, 1 failed</c>; states that no trial is in are left out.</summary>
    public static string Counts(TrialCounts trials)
    {
        var states = new[]
        {
            (trials.Completed, "completed"), (trials.Diverged, "diverged"), (trials.Failed, "failed"),
            (trials.Cancelled, "cancelled"), (trials.Running, "running"), (trials.Open() - trials.Running, "pending"),
        };
        return $"{Numbers.Of(trials.Total, "trial")}: {string.Join(", ", states.Where(s => s.Item1 > 0).Select(s => $"{Numbers.Count(s.Item1)} {s.Item2}"))}";
    }

    private static string OnTheWay(BestView best) =>
        best is { BestEpoch: > 0 and { } epoch, BestEpochValAccuracy: { } accuracy } && epoch != best.Epoch
            ? $" (best on the way: valAccuracy {Numbers.Measure(accuracy)} after epoch {epoch})"
            : "";
}
