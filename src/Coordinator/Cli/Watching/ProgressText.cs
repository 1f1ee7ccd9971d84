using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>The lines of progress, the same on every screen.</summary>
internal static class ProgressText
{
    /// <summary><c>digits: 5/36 trials, 1 diverged, 0 failed, 12/90 epochs</c></summary>
    public static string Sweep(SweepView sweep) =>
        $"{sweep.Name}: {Counted.Of(sweep.Trials.Done())}/{Counted.Of(sweep.Trials.Total, "trial")}"
        + $", {Counted.Of(sweep.Trials.Diverged)} diverged, {Counted.Of(sweep.Trials.Failed)} failed"
        + $", {Counted.Of(sweep.EpochsTrained)}/{Counted.Of(sweep.EpochsPlanned, "epoch")}";

    /// <summary>The same with what is left, on one line of a terminal: what tells least goes first where space is short.</summary>
    public static string Fitting(SweepView sweep, int width)
    {
        var (head, trials) =
            ($"{VisibleText.Of(sweep.Name)}: {Counted.Of(sweep.Trials.Done())}/{Counted.Of(sweep.Trials.Total, "trial")}", sweep.Trials);
        var mishaps = (trials.Diverged > 0 ? $", {Counted.Of(trials.Diverged)} diverged" : "")
            + (trials.Failed > 0 ? $", {Counted.Of(trials.Failed)} failed" : "");
        var epochs = $", {Counted.Of(sweep.EpochsTrained)}/{Counted.Of(sweep.EpochsPlanned, "epoch")}";
        var likely = sweep.Forecast is { LikelySeconds: { } seconds } ? $", {Durations.Of(seconds)} left" : "";
        string[] forms =
        [
            VisibleText.Of(Sweep(sweep)) + Left(sweep.Forecast),
            head + mishaps + epochs + Left(sweep.Forecast),
            head + mishaps + epochs + likely,
            head + mishaps + likely,
            head + likely,
        ];
        return forms.FirstOrDefault(form => form.Length <= width) ?? Cropping.Start(head, width);
    }

    public static string Left(ForecastView? forecast) => ForecastText.Left(forecast) is { Length: > 0 } left ? $", {left}" : "";

    /// <summary>One ended trial: what it was and what came of it.</summary>
    public static string Finished(TrialRow trial, IReadOnlyDictionary<string, Differing> differing)
    {
        var head = $"{TrialColumns.NameOf(trial.State),-9} {ParametersText.Of(trial.Hyperparameters)}"
            + Rest(differing, trial.Sweep, trial.Hyperparameters.Shared);
        return trial.State == TrialState.Failed
            ? $"{head}: {trial.Cause ?? "no cause is known"}"
            : $"{head}: {MetricsText.Of(trial)} in {Durations.Of(trial.Seconds)}";
    }

    public static string Running(RunningView run, IReadOnlyDictionary<string, Differing> differing) =>
        (run.Parameters.IsOfNetwork ? $"lr {Numbers.Short(run.Parameters.LearningRate)}" : ParametersText.Of(run.Parameters))
        + $"{Rest(differing, run.Sweep, run.Parameters)} epoch {run.Epoch}/{run.ToEpoch}"
        + (MetricsText.Last(run, MetricNames.ValAccuracy) is { Length: > 0 } accuracy ? $" acc {accuracy}" : "")
        + (MetricsText.Objective(run) is { Length: > 0 } objective ? $" {objective}" : "")
        + (run.ImagesPerSecond is { } rate ? $" {Numbers.Rate(rate)} img/s" : "");

    /// <summary>What else tells one trial of the sweep from another.</summary>
    private static string Rest(IReadOnlyDictionary<string, Differing> differing, string sweep, RunParameters run)
    {
        var (decay, batch) = differing.GetValueOrDefault(sweep) ?? Differing.Nothing;
        return (decay ? $" weightDecay {Numbers.Short(run.WeightDecay)}" : "")
            + (batch ? FormattableString.Invariant($" batchSize {run.BatchSize}") : "");
    }
}
