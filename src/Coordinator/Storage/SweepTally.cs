using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// What the trials of one sweep add up to, kept in step at a cost that depends on what changed and not on the size of the grid.
/// </summary>
internal sealed class SweepTally
{
    private readonly Dictionary<TrialId, TrialState> _states = [];
    private readonly Dictionary<RunId, int> _trained = [];
    private readonly int[] _counts = new int[Enum.GetValues<TrialState>().Length];
    private readonly Objective _objective;
    private readonly int _planned;
    private StoredTrial? _best;
    private int _epochsTrained;

    /// <summary>Counts everything in the grid of the spec in force.</summary>
    public SweepTally(CoordinatorState state, SweepState sweep)
    {
        _objective = sweep.Spec.Objective;
        foreach (var run in sweep.Runs)
        {
            _planned += run.Run.Epochs;
            Trained(run);
        }
        foreach (var trial in sweep.Trials)
            Changed(StateRecords.Trial(state, trial));
    }

    /// <summary>Takes the trial's row as it is now.</summary>
    /// <returns>Whether it has another state than before.</returns>
    public bool Changed(StoredTrial trial)
    {
        if (!trial.Row.InGrid)
            return false;
        var state = trial.Row.State;
        var known = _states.TryGetValue(trial.Row.Trial, out var before);
        if (known && before == state)
            return false;
        if (known)
            _counts[(int)before]--;
        _counts[(int)state]++;
        _states[trial.Row.Trial] = state;
        if (Leaderboard.Beats(_objective, trial, _best))
            _best = trial;
        return known;
    }

    /// <summary>Takes the run's curve as it is now; epochs beyond the plan in force are not counted.</summary>
    public void Trained(RunState run)
    {
        if (!run.InGrid)
            return;
        var trained = Math.Min(run.Curve.Count, run.Run.Epochs);
        _epochsTrained += trained - _trained.GetValueOrDefault(run.Id);
        _trained[run.Id] = trained;
    }

    public StoredSweep Record(SweepState sweep, long submitted) => new(
        sweep.Spec, sweep.Source, sweep.SubmittedAt, submitted, sweep.Cancelled, Leaderboard.Counts(_counts),
        sweep.Runs.Count, _epochsTrained, _planned, _best?.Row.Trial);
}
