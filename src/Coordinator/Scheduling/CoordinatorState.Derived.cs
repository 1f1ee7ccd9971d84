using Sweep.Coordinator.Journal;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class CoordinatorState
{
    /// <summary>
    /// A trial's state follows from its run's curve, whoever trained it: what the curve covers is completed, what lies at or
    /// after a diverged epoch is diverged. Only an open trial can be failed, cancelled (or out of the grid) or running.
    /// </summary>
    public static TrialState TrialStateOf(SweepTrial trial)
    {
        var run = trial.Run;
        return run switch
        {
            { Diverged: true } when trial.Epochs >= run.Curve.Count => TrialState.Diverged,
            _ when trial.Epochs <= run.Curve.Count => TrialState.Completed,
            { FailedCause: not null } => TrialState.Failed,
            _ when run.Sweep.Cancelled || !trial.InGrid => TrialState.Cancelled,
            { CurrentLease: not null } => TrialState.Running,
            _ => TrialState.Pending,
        };
    }

    /// <summary>The result of a completed or diverged trial, at its last epoch or at the epoch that diverged; null for any other.</summary>
    public static TrialResult? ResultOf(SweepTrial trial) =>
        EpochOfResult(trial) is { } epoch ? trial.Run.Sweep.Spec.Objective.ResultAt(trial.Run.Curve, epoch) : null;

    /// <summary>When the trial's result was recorded; null while it has none.</summary>
    public static DateTimeOffset? FinishedAt(SweepTrial trial) =>
        EpochOfResult(trial) is { } epoch ? trial.Run.Curve.RecordedAt(epoch - 1) : null;

    /// <summary>The lease under which the trial's result, or its latest try, was made; null when none was granted.</summary>
    public LeaseState? LeaseOf(SweepTrial trial) => EpochOfResult(trial) is { } epoch
        ? Lease(trial.Run.Curve.LeaseOf(epoch - 1))
        : trial.Run.LatestLease;

    /// <summary>Whether nothing of the sweep's grid is left to train: nothing waits and nothing open is in training.</summary>
    public bool IsFinished(SweepState sweep) =>
        sweep.Waiting.Count == 0 && activeLeases.Values.All(lease => lease.Run.Sweep != sweep || !lease.Run.Open);

    /// <summary>The runs whose trials may have another state, result or attempt after <paramref name="e"/>.</summary>
    public IReadOnlyCollection<RunState> RunsOf(JournalEvent e) => e switch
    {
        SweepSubmitted submitted => RunsOfSweep(submitted.Spec?.Name),
        SweepCancelled cancelled => RunsOfSweep(cancelled.Sweep),
        SweepResumed resumed => RunsOfSweep(resumed.Sweep),
        RunsRetried retried => [.. retried.Runs.Select(Run).OfType<RunState>()],
        LeaseGranted granted => One(granted.Run),
        LeaseStarted started => One(started.Run),
        EpochRecorded recorded => One(recorded.Run),
        LeaseEnded ended => One(ended.Run),
        RunFailed failed => One(failed.Run),
        _ => [],
    };

    private static int? EpochOfResult(SweepTrial trial) => TrialStateOf(trial) switch
    {
        TrialState.Completed => trial.Epochs,
        TrialState.Diverged => trial.Run.Curve.Count,
        _ => null,
    };

    private IReadOnlyCollection<RunState> RunsOfSweep(string? name) => Sweep(name)?.AllRuns ?? [];

    private RunState[] One(RunId id) => Run(id) is { } run ? [run] : [];
}
