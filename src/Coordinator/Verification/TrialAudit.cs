using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>Every trial of every grid has exactly one result, or is plainly without one.</summary>
internal static class TrialAudit
{
    public static TrialTally Tally(CoordinatorState state)
    {
        var (results, open, failed, cancelled) = (0, 0, 0, 0);
        foreach (var trial in state.Sweeps.SelectMany(sweep => sweep.Trials))
        {
            _ = CoordinatorState.TrialStateOf(trial) switch
            {
                TrialState.Completed or TrialState.Diverged => results++,
                TrialState.Failed => failed++,
                TrialState.Cancelled => cancelled++,
                _ => open++,
            };
        }
        return new(results + open + failed + cancelled, results, open, failed, cancelled);
    }

    /// <summary>The trials without a result, for sweeps that are said to be complete.</summary>
    public static IEnumerable<Finding> WithoutResult(CoordinatorState state) =>
        from sweep in state.Sweeps
        from trial in sweep.Trials
        let trialState = CoordinatorState.TrialStateOf(trial)
        where trialState is not (TrialState.Completed or TrialState.Diverged)
        select new Finding(
            FindingKind.TrialWithoutResult, $"trial {trial.Id} of sweep {sweep.Name}",
            $"The trial ({trial.Trial.Hyperparameters.Canonical}) has no result: it is "
                + $"{trialState.ToString().ToLowerInvariant()}{Cause(trialState, trial.Run)}.",
            Remedy(trialState, sweep.Name));

    private static string Cause(TrialState state, RunState run) => state == TrialState.Failed ? $" ({run.FailedCause?.TrimEnd('.')})" : "";

    private static string Remedy(TrialState state, string sweep) => state == TrialState.Failed
        ? $"`sweep retry {sweep} --failed` tries it again."
        : $"`sweep resume {sweep}` continues it.";
}
