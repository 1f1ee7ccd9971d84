using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Verification;

/// <summary>
/// Which checkpoints may have been collected. A run's last two and those of its milestones are kept; one that was neither for a moment
/// may be gone from then on, also where a longer grid makes its epoch a milestone later.
/// </summary>
internal sealed class CheckpointReleases
{
    private const int LastKept = 2;
    private readonly HashSet<(RunId Run, int Epoch)> released = [];

    public bool MayBeGone(RunId run, int epoch) => released.Contains((run, epoch));

    /// <summary>Notes what the latest epoch of the run pushed out of the last two.</summary>
    public void Recorded(RunState run)
    {
        var kept = 0;
        for (var i = run.Curve.Count - 1; i >= 0; i--)
        {
            if (run.Curve.Records[i].Checkpoint is null || ++kept <= LastKept)
                continue;
            var epoch = run.Curve.Records[i].Metrics.Epoch;
            if (run.Trials.All(trial => trial.Epochs != epoch))
                released.Add((run.Id, epoch));
            return;
        }
    }
}
