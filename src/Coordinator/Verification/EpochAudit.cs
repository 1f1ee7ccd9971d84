using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>
/// Every epoch is recorded once, in order, under a lease that was granted for its run, trained on the sweep's data, with its own
/// checkpoint.
/// </summary>
internal sealed class EpochAudit
{
    /// <summary>Kept apart from the replayed curves, so that one wrong epoch is one finding and not one for each that follows it.</summary>
    private readonly Dictionary<RunId, int> latest = [];

    /// <summary>Sweeps that have asked for fewer checkpoints, and may have leases from then.</summary>
    private readonly HashSet<SweepState> sparse = [];

    public IEnumerable<BrokenRule> Check(CoordinatorState before, EpochRecorded e)
    {
        var run = before.Run(e.Run);
        if (run is null)
            return [new(FindingKind.OrphanedFact,
                FormattableString.Invariant($"Epoch {e.Metrics.Epoch} is recorded for run {e.Run}, which no sweep has."))];
        return [.. Lease(before, run, e), .. Order(run, e), .. Checkpoint(run, e)];
    }

    /// <summary>A sweep was submitted, and is as it asks to be.</summary>
    public void Submitted(SweepState? sweep)
    {
        if (sweep?.Spec.CheckpointEvery is not null)
            sparse.Add(sweep);
    }

    private static IEnumerable<BrokenRule> Lease(CoordinatorState before, RunState run, EpochRecorded e)
    {
        var epoch = FormattableString.Invariant($"Epoch {e.Metrics.Epoch} of run {run.Id} is recorded under lease {e.Lease}");
        var lease = before.Lease(e.Lease);
        if (lease is null)
            yield return new(FindingKind.OrphanedFact, $"{epoch}, which was never granted.");
        else if (lease.Run != run)
            yield return new(FindingKind.OrphanedFact, $"{epoch}, which was granted for run {lease.Run.Id}.");
        else if (lease.Provenance is null)
            yield return new(FindingKind.ForeignData, $"{epoch}, which never said on which data it trained.");
        else if (lease.Provenance.DatasetFingerprint != run.Sweep.Data?.Fingerprint)
            yield return new(FindingKind.ForeignData,
                $"{epoch}, which trained on data {lease.Provenance.DatasetFingerprint}, but sweep {run.Sweep.Name} on "
                + $"{run.Sweep.Data?.Fingerprint}.");
    }

    private IEnumerable<BrokenRule> Order(RunState run, EpochRecorded e)
    {
        var (epoch, expected) = (e.Metrics.Epoch, latest.GetValueOrDefault(run.Id) + 1);
        latest[run.Id] = Math.Max(epoch, expected - 1);
        if (epoch < expected)
            yield return new(FindingKind.RepeatedFact, FormattableString.Invariant($"Epoch {epoch} of run {run.Id} is recorded again."));
        else if (epoch > expected)
            yield return new(FindingKind.EpochOutOfOrder,
                FormattableString.Invariant($"Epoch {epoch} of run {run.Id} is recorded where epoch {expected} belongs."));
        else if (run.Diverged)
            yield return new(FindingKind.EpochOutOfOrder,
                FormattableString.Invariant($"Epoch {epoch} of run {run.Id} is recorded after the run diverged."));
    }

    /// <summary>A person's program need not have any.</summary>
    private IEnumerable<BrokenRule> Checkpoint(RunState run, EpochRecorded e)
    {
        if (e.Checkpoint is null && !e.Metrics.Diverged && run.Sweep.Spec.Program is null && !sparse.Contains(run.Sweep))
            yield return new(FindingKind.CheckpointUnrecorded,
                FormattableString.Invariant($"Epoch {e.Metrics.Epoch} of run {e.Run} has no checkpoint."));
        else if (e.Checkpoint is { } checkpoint && checkpoint.Epoch != e.Metrics.Epoch)
            yield return new(FindingKind.CheckpointUnrecorded,
                FormattableString.Invariant($"Epoch {e.Metrics.Epoch} of run {e.Run} has the checkpoint of epoch {checkpoint.Epoch}."));
    }
}
