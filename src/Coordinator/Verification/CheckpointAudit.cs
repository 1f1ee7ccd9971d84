using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>Every recorded checkpoint is there with the content it was recorded with, but for those that may have been collected.</summary>
internal sealed class CheckpointAudit
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings => findings;
    public int Sound { get; private set; }
    public int Collected { get; private set; }

    /// <param name="look">Reads a blob.</param>
    public void Check(CoordinatorState state, CheckpointReleases releases, Func<CheckpointReference, BlobCondition> look)
    {
        foreach (var run in state.Sweeps.SelectMany(sweep => sweep.AllRuns))
        {
            foreach (var record in run.Curve.Records.Where(record => record.Checkpoint is not null))
                Note(run, record.Checkpoint!, releases.MayBeGone(run.Id, record.Metrics.Epoch), look(record.Checkpoint!));
        }
    }

    private void Note(RunState run, CheckpointReference checkpoint, bool mayBeGone, BlobCondition condition)
    {
        var what = FormattableString.Invariant($"The checkpoint after epoch {checkpoint.Epoch} of run {run.Id} of sweep {run.Sweep.Name}");
        switch (condition)
        {
            case BlobCondition.Sound:
                Sound++;
                break;
            case BlobCondition.Missing when mayBeGone:
                Collected++;
                break;
            case BlobCondition.Missing:
                Find(FindingKind.CheckpointMissing, checkpoint, $"{what} is not there.");
                break;
            case BlobCondition.OtherLength:
                Find(FindingKind.CheckpointDamaged, checkpoint,
                    FormattableString.Invariant($"{what} does not have the {checkpoint.Bytes} bytes that were recorded."));
                break;
            case BlobCondition.OtherContent:
                Find(FindingKind.CheckpointDamaged, checkpoint, $"{what} does not hash to its name.");
                break;
        }
    }

    private void Find(FindingKind kind, CheckpointReference checkpoint, string problem) => findings.Add(new(
        kind, $"blobs/{checkpoint.Sha256[..Math.Min(2, checkpoint.Sha256.Length)]}/{checkpoint.Sha256}", problem,
        kind == FindingKind.CheckpointDamaged
            ? "Delete the file, or put it back from a backup; results stand, and a run that needs it is trained again from an earlier "
                + "checkpoint."
            : "Put it back from a backup; results stand, and a run that needs it is trained again from an earlier checkpoint."));
}
