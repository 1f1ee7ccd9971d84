using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>Why a sweep stands as it does.</summary>
internal static class SweepStory
{
    private static readonly (TrialState State, string Word)[] Words =
    [
        (TrialState.Completed, "completed"), (TrialState.Diverged, "diverged"), (TrialState.Failed, "failed"),
        (TrialState.Cancelled, "cancelled"), (TrialState.Running, "in training"), (TrialState.Pending, "waiting"),
    ];

    public static ExplanationView Of(SweepState sweep, CoordinatorState state, Surroundings here)
    {
        var trials = sweep.Trials.CountBy(trial => Seen(trial, here)).ToDictionary();
        var runs = here.Live ? state.ActiveLeases.Count(lease => lease.Run.Sweep == sweep && !lease.Waits) : 0;
        var counts = Phrases.Listed([.. Words.Where(word => trials.ContainsKey(word.State))
            .Select(word => $"{Counted.Of(trials[word.State])} {word.Word}")]);
        var (status, why, change) = Standing(sweep, trials, runs, state, here);
        return new(
            ExplainedKind.Sweep, sweep.Name, null, status.Word(),
            $"Sweep {sweep.Name}, submitted {Phrases.Ago(sweep.SubmittedAt, here.Now)}, has {Counted.Of(sweep.Trials.Count, "trial")} in "
                + $"{Counted.Of(sweep.Runs.Count, "run")}: {counts}. {why}", change);
    }

    private static TrialState Seen(SweepTrial trial, Surroundings here) =>
        CoordinatorState.TrialStateOf(trial) is var trialState && trialState is TrialState.Running && !here.Live
            ? TrialState.Pending : trialState;

    private static (SweepStatus, string, string?) Standing(
        SweepState sweep, Dictionary<TrialState, int> trials, int runs, CoordinatorState state, Surroundings here)
    {
        var failed = trials.GetValueOrDefault(TrialState.Failed);
        var open = trials.GetValueOrDefault(TrialState.Running) + trials.GetValueOrDefault(TrialState.Pending);
        if (open == 0 && trials.ContainsKey(TrialState.Cancelled))
            return (
                SweepStatus.Cancelled, $"It was cancelled by {sweep.CancelledBy ?? "a person"}, so nothing of it is given out any more.",
                $"`sweep resume {sweep.Name}` trains it to its end.");
        if (open == 0 && failed > 0)
            return (SweepStatus.Failed, $"Nothing is left to train, and {WhyFailed(sweep)}", Retry(sweep));
        if (open == 0)
            return (SweepStatus.Complete, "Every trial has its result: nothing is left to train.", null);
        var first = sweep.Waiting.InOrder.FirstOrDefault() ?? sweep.Runs.FirstOrDefault(run => run.CurrentLease is not null && run.Open);
        var waiting = first is null ? null : WaitingRun.Of(first, state, here);
        var told = failed > 0 ? $" So far {WhyFailed(sweep)}" : "";
        if (runs > 0)
            return (SweepStatus.Running, AtWork(sweep, runs, state) + (sweep.Waiting.Count > 0
                ? $" The next of {Counted.Of(sweep.Waiting.Count, "run that waits", "runs that wait")}: {waiting?.Why}" : "") + told,
                sweep.Waiting.Count > 0 ? waiting?.Change : null);
        return (
            here.Live ? SweepStatus.Waiting : SweepStatus.Interrupted, $"Nobody trains it: {Inner(waiting?.Why)}{told}", waiting?.Change);
    }

    /// <summary>As it goes on after a colon.</summary>
    private static string Inner(string? sentence) =>
        string.IsNullOrEmpty(sentence) ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static string AtWork(SweepState sweep, int runs, CoordinatorState state)
    {
        var agents = state.ActiveLeases.Where(lease => lease.Run.Sweep == sweep && !lease.Waits).Select(lease => lease.Agent)
            .Distinct().Order().ToList();
        return $"{Counted.Of(runs, "run is", "runs are")} in training on "
            + $"{(agents.Count > 3 ? Counted.Of(agents.Count, "agent") : Phrases.Listed(agents))}.";
    }

    private static string WhyFailed(SweepState sweep)
    {
        var given = sweep.Runs.Where(run => run.FailedCause is not null).ToList();
        return $"{Counted.Of(given.Count, "run was", "runs were")} given up, one of them because: {Phrases.Quoted(given[0].FailedCause!)}."
            .Replace("1 run was given up, one of them because", "1 run was given up because", StringComparison.Ordinal);
    }

    private static string Retry(SweepState sweep) =>
        $"When the cause is mended, `sweep retry --failed {sweep.Name}` gives failed trials a fresh set of attempts.";
}
