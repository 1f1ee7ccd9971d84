using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// What the trials of one sweep add up to, kept in step at a cost that depends on what changed and not on the size of the grid.
/// </summary>
internal sealed class SweepTally
{
    private readonly Dictionary<TrialId, TrialState> states = [];
    private readonly Dictionary<RunId, int> trained = [];
    private readonly int[] counts = new int[Enum.GetValues<TrialState>().Length];
    private readonly Objective objective;
    private readonly int planned;
    private readonly Dictionary<Configuration, Seeds> configurations = [];
    private readonly SortedSet<Candidate> candidates;
    private StoredTrial? single;
    private int epochsTrained;

    /// <summary>Counts everything in the grid of the spec in force.</summary>
    public SweepTally(CoordinatorState state, SweepState sweep)
    {
        objective = sweep.Spec.Objective;
        candidates = new(new CandidateOrder(objective));
        foreach (var run in sweep.Runs)
        {
            planned += run.Run.Epochs;
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
        var known = states.TryGetValue(trial.Row.Trial, out var before);
        if (known && before == state)
            return false;
        if (known)
            counts[(int)before]--;
        counts[(int)state]++;
        states[trial.Row.Trial] = state;
        if (Leaderboard.Beats(objective, trial, single))
            single = trial;
        Rank(trial);
        return known;
    }

    /// <summary>Takes the run's curve as it is now; epochs beyond the plan in force are not counted.</summary>
    public void Trained(RunState run)
    {
        if (!run.InGrid)
            return;
        var epochs = Math.Min(run.Curve.Count, run.Run.Epochs);
        epochsTrained += epochs - trained.GetValueOrDefault(run.Id);
        trained[run.Id] = epochs;
    }

    public StoredSweep Record(SweepState sweep, long submitted) => new(
        sweep.Spec, sweep.Source, sweep.SubmittedAt, submitted, sweep.Cancelled, Leaderboard.Counts(counts),
        sweep.Runs.Count, epochsTrained, planned, candidates.Min is { } winner && single is { } best
            ? new StoredWinner(winner.BestSeed.Trial, winner.Mean, winner.Trials.Length, best.Row.Trial)
            : null);

    /// <summary>Puts the trial's configuration where it now belongs among the candidates.</summary>
    private void Rank(StoredTrial trial)
    {
        var configuration = Configuration.Of(trial.Row);
        if (!configurations.TryGetValue(configuration, out var seeds))
            configurations.Add(configuration, seeds = new());
        seeds.ByOrder[trial.Order] = trial;
        if (seeds.Candidate is { } before)
            candidates.Remove(before);
        seeds.Candidate = Candidate.Of(objective, [.. seeds.ByOrder.Values]);
        if (seeds.Candidate is { } now)
            candidates.Add(now);
    }

    /// <summary>The trials of one configuration by their place in the grid, and what they make of it.</summary>
    private sealed class Seeds
    {
        public SortedList<int, StoredTrial> ByOrder { get; } = [];
        public Candidate? Candidate { get; set; }
    }
}
