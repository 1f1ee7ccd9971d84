using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>A sweep as the database keeps it, with what its trials add up to, so that a status needs no look at the trials.</summary>
/// <param name="Submitted">
/// Journal sequence of the latest submission: the sweep with the highest is the one meant when none is named.
/// </param>
/// <param name="Counts">The trials of the grid by state.</param>
/// <param name="Best">The winner so far; null while there is none.</param>
internal sealed record StoredSweep(
    SweepSpec Spec, string Source, DateTimeOffset SubmittedAt, long Submitted, bool Cancelled, TrialCounts Counts,
    int Runs, int EpochsTrained, int EpochsPlanned, StoredWinner? Best)
{
    public SweepOutline Outline => new(
        Spec.Name, Spec.Dataset.Name, Spec.Model.Name, Spec.Objective.Metric, SubmittedAt, Cancelled, Counts, Runs, EpochsTrained,
        EpochsPlanned, Best);
}

/// <summary>
/// What a list of sweeps shows of one: all but what it was made of, which is the larger part and takes the longest to read.
/// </summary>
/// <param name="Objective">The metric.</param>
internal sealed record SweepOutline(
    string Name, string Dataset, string Model, string Objective, DateTimeOffset SubmittedAt, bool Cancelled, TrialCounts Counts,
    int Runs, int EpochsTrained, int EpochsPlanned, StoredWinner? Best);

/// <summary>The winning configuration of a sweep.</summary>
/// <param name="Trial">Its best seed.</param>
/// <param name="Mean">Over its seeds that completed.</param>
/// <param name="Seeds">How many these are.</param>
/// <param name="Single">The best single trial of the sweep, which may belong to another configuration.</param>
internal sealed record StoredWinner(TrialId Trial, double Mean, int Seeds, TrialId Single);

/// <param name="Epochs">How many epochs the run is planned to.</param>
/// <param name="Trained">How many of them are recorded.</param>
/// <param name="Provenance">Of the latest attempt that started.</param>
/// <param name="Attempts">Every lease of the run, in the order granted.</param>
internal sealed record StoredRun(
    RunId Run, string Sweep, RunParameters Parameters, int Epochs, int Trained, string State, string? Cause,
    Provenance? Provenance, IReadOnlyList<Attempt> Attempts);

/// <summary>One epoch of a run, as the journal recorded it.</summary>
internal sealed record CurvePoint(RunId Run, EpochMetrics Metrics, CheckpointReference? Checkpoint, LeaseId Lease, DateTimeOffset At);

/// <summary>All documents that changed up to a place in the journal. Whole documents: writing one twice changes nothing.</summary>
/// <param name="After">The journal sequence that the database must be at; the batch has everything that changed since.</param>
/// <param name="Upto">The journal sequence that it is at when the batch is written.</param>
internal sealed record ProjectionBatch(
    long After, long Upto,
    IReadOnlyList<StoredSweep> Sweeps, IReadOnlyList<StoredTrial> Trials, IReadOnlyList<StoredRun> Runs,
    IReadOnlyList<CurvePoint> Epochs, IReadOnlyList<AgentView> Agents)
{
    /// <summary>How many it has.</summary>
    public int Documents => Sweeps.Count + Trials.Count + Runs.Count + Epochs.Count + Agents.Count;

    /// <summary>Consecutive batches as one; of documents in several only the latest is kept.</summary>
    public static ProjectionBatch Merge(IReadOnlyList<ProjectionBatch> batches) => batches.Count == 1 ? batches[0] : new(
        batches[0].After, batches[^1].Upto,
        Latest(batches.SelectMany(batch => batch.Sweeps), sweep => sweep.Spec.Name),
        Latest(batches.SelectMany(batch => batch.Trials), trial => trial.Row.Trial),
        Latest(batches.SelectMany(batch => batch.Runs), run => run.Run),
        [.. batches.SelectMany(batch => batch.Epochs)],
        Latest(batches.SelectMany(batch => batch.Agents), agent => agent.Agent));

    private static T[] Latest<T, TKey>(IEnumerable<T> records, Func<T, TKey> key) where TKey : notnull
    {
        var latest = new Dictionary<TKey, T>();
        foreach (var record in records)
            latest[key(record)] = record;
        return [.. latest.Values];
    }
}
