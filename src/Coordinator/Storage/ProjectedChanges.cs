using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Which documents change with the entries of the journal, read from the state after them: where the state may be read, and without a
/// database.
/// </summary>
/// <param name="changed">Told of every trial of a grid that has another state than before.</param>
internal sealed class ProjectedChanges(Action<TrialRow> changed)
{
    private readonly Dictionary<string, SweepTally> tallies = [];
    private readonly Dictionary<string, long> submitted = [];

    /// <summary>Runs that changed.</summary>
    private HashSet<RunState> runs = [];

    /// <summary>Of these, the ones of which every trial may have changed.</summary>
    private HashSet<RunState> whole = [];

    /// <summary>Trials of others, which alone have changed.</summary>
    private HashSet<SweepTrial> milestones = [];
    private HashSet<SweepState> sweeps = [];
    private HashSet<AgentState> agents = [];
    private List<CurvePoint> epochs = [];

    /// <summary>How many are noted and not taken.</summary>
    public int Epochs => epochs.Count;

    /// <summary>
    /// Notes where sweeps were submitted: to be told of every entry of the journal, from the first, before anything else.
    /// </summary>
    public void Replayed(JournalEntry entry)
    {
        if (entry.Event is SweepSubmitted { Spec.Name: not null } submission)
            submitted[submission.Spec.Name] = entry.Sequence;
    }

    /// <summary>Tallies made here tell later changes of state from what was so at the start.</summary>
    public void Begin(CoordinatorState state)
    {
        foreach (var sweep in state.Sweeps)
            TallyOf(state, sweep);
    }

    /// <summary>Notes what an entry changed.</summary>
    public void Note(JournalEntry entry, CoordinatorState state)
    {
        foreach (var run in state.RunsOf(entry.Event))
        {
            runs.Add(run);
            sweeps.Add(run.Sweep);
            if (entry.Event is EpochRecorded epoch && ChangesItsMilestoneAlone(epoch, run, state))
                milestones.UnionWith(run.Trials.Where(trial => trial.Epochs == epoch.Metrics.Epoch));
            else
                whole.Add(run);
        }
        switch (entry.Event)
        {
            case SweepSubmitted e when state.Sweep(e.Spec?.Name) is { } sweep:
                submitted[sweep.Name] = entry.Sequence;
                tallies.Remove(sweep.Name);
                sweeps.Add(sweep);
                break;
            case EpochRecorded e when state.Run(e.Run) is not null:
                epochs.Add(new(e.Run, e.Metrics, e.Checkpoint, e.Lease, e.At));
                break;
            case AgentRegistered e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentQuarantined e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentReadmitted e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentCapacityLowered e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentPaused e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentDrained e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentResumed e: agents.Add(state.Agent(e.Agent)!); break;
        }
    }

    /// <summary>
    /// Whether no trial of the run has changed but the one that ends with the epoch. A diverged epoch is the result of longer ones too, and
    /// one that comes late is no longer lost to the attempt that brought it.
    /// </summary>
    private static bool ChangesItsMilestoneAlone(EpochRecorded e, RunState run, CoordinatorState state) =>
        !e.Metrics.Diverged && run.Curve.IsInOrder && state.Lease(e.Lease) is { Active: true };

    /// <summary>The epochs noted so far, which are then not in the next batch.</summary>
    public IReadOnlyList<CurvePoint> TakeEpochs()
    {
        var taken = epochs;
        epochs = [];
        return taken;
    }

    /// <summary>The documents as they are now of all that was noted.</summary>
    /// <param name="after">The journal's sequence before the first entry noted.</param>
    /// <param name="upto">That of the last.</param>
    public ProjectionBatch Take(long after, long upto, CoordinatorState state)
    {
        var trials = new List<StoredTrial>();
        foreach (var run in runs)
            TallyOf(state, run.Sweep).Trained(run);
        foreach (var trial in whole.SelectMany(run => run.Trials).Concat(milestones.Where(trial => !whole.Contains(trial.Run))))
        {
            var record = StateRecords.Trial(state, trial);
            trials.Add(record);
            if (TallyOf(state, trial.Run.Sweep).Changed(record))
                changed(record.Row);
        }
        var batch = new ProjectionBatch(
            after, upto, [.. sweeps.Select(sweep => Record(state, sweep))], trials, [.. runs.Select(StateRecords.Run)], TakeEpochs(),
            [.. agents.Select(StateRecords.Agent)]);
        (runs, whole, milestones, sweeps, agents) = ([], [], [], [], []);
        return batch;
    }

    /// <summary>A sweep with what its trials add up to.</summary>
    public StoredSweep Record(CoordinatorState state, SweepState sweep) => TallyOf(state, sweep).Record(sweep, submitted[sweep.Name]);

    private SweepTally TallyOf(CoordinatorState state, SweepState sweep)
    {
        if (!tallies.TryGetValue(sweep.Name, out var tally))
            tallies.Add(sweep.Name, tally = new(state, sweep));
        return tally;
    }
}
