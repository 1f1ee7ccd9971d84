using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Deletes checkpoints that no run needs any more. Kept are each run's last two, to continue from even if the last one cannot be
/// read, and those of its milestones, from which a later, longer grid continues. The code of a sweep is kept for as long as the sweep is.
/// </summary>
/// <param name="elsewhere">Does what takes its time off the coordinator's thread; null is a thread of the pool.</param>
internal sealed class CheckpointCollector(BlobStore blobs, TimeProvider time, ILogger log, Action<Action>? elsewhere = null)
    : IJournalListener
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private const int LastKept = 2;

    private long collected = time.GetTimestamp();

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        if (time.GetElapsedTime(collected) < Interval)
            return;
        collected = time.GetTimestamp();
        var keep = Kept(state);
        if (elsewhere is null)
            _ = Task.Run(() => Collect(keep));
        else
            elsewhere(() => Collect(keep));
    }

    /// <summary>The SHA-256 names of the checkpoints and of the code to keep.</summary>
    public static HashSet<string> Kept(CoordinatorState state) =>
        [.. state.Sweeps.SelectMany(sweep => sweep.AllRuns).SelectMany(Kept),
            .. state.Sweeps.Select(sweep => sweep.Spec.Program?.Code).OfType<string>()];

    private static IEnumerable<string> Kept(RunState run)
    {
        var recorded = run.Curve.Records.Where(record => record.Checkpoint is not null);
        var milestones = run.Trials.Select(trial => trial.Epochs).ToHashSet();
        return recorded.TakeLast(LastKept)
            .Concat(recorded.Where(record => milestones.Contains(record.Metrics.Epoch)))
            .Select(record => record.Checkpoint!.Sha256);
    }

    private void Collect(HashSet<string> keep)
    {
        try
        {
            var deleted = blobs.Collect(keep);
            if (deleted > 0)
                log.Information("{Deleted} checkpoints that no run needs any more were deleted", deleted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning(e, "Checkpoints that no run needs could not be deleted");
        }
    }
}
