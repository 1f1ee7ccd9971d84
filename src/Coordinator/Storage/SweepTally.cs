using Sweep.Coordinator.Querying;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

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
    private readonly Dictionary<Configuration, Seeds> _configurations = [];
    private readonly SortedSet<Candidate> _candidates;
    private StoredTrial? _single;
    private int _epochsTrained;

    /// <summary>Counts everything in the grid of the spec in force.</summary>
    public SweepTally(CoordinatorState state, SweepState sweep)
    {
        _objective = sweep.Spec.Objective;
        _candidates = new(new CandidateOrder(_objective));
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
        if (Leaderboard.Beats(_objective, trial, _single))
            _single = trial;
        Rank(trial);
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
        sweep.Runs.Count, _epochsTrained, _planned, _candidates.Min is { } winner && _single is { } single
            ? new StoredWinner(winner.BestSeed.Trial, winner.Mean, winner.Trials.Length, single.Row.Trial)
            : null);

    /// <summary>Puts the trial's configuration where it now belongs among the candidates.</summary>
    private void Rank(StoredTrial trial)
    {
        var configuration = Configuration.Of(trial.Row);
        if (!_configurations.TryGetValue(configuration, out var seeds))
            _configurations.Add(configuration, seeds = new());
        seeds.ByOrder[trial.Order] = trial;
        if (seeds.Candidate is { } before)
            _candidates.Remove(before);
        seeds.Candidate = Candidate.Of(_objective, [.. seeds.ByOrder.Values]);
        if (seeds.Candidate is { } now)
            _candidates.Add(now);
    }

    /// <summary>The trials of one configuration by their place in the grid, and what they make of it.</summary>
    private sealed class Seeds
    {
        public SortedList<int, StoredTrial> ByOrder { get; } = [];
        public Candidate? Candidate { get; set; }
    }
}
