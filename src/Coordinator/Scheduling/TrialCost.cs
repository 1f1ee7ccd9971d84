using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// What a trial added to its run. Trials that differ only in epochs share a training, and the seconds of each count from its start;
/// its own epochs are those beyond the next shorter trial of the run, so that over a grid they add up to what was really trained.
/// </summary>
internal static class TrialCost
{
    /// <summary>Seconds of the trial's own epochs, as far as they are recorded.</summary>
    public static double OwnSeconds(SweepTrial trial)
    {
        var after = After(trial);
        return trial.Run.Curve.Skip(after).Take(trial.Epochs - after).Sum(metrics => metrics.Seconds);
    }

    /// <summary>
    /// Seconds that attempts spent on the trial's own epochs in vain: from their start to their end, without the epochs that they brought.
    /// An attempt that ended well lost nothing.
    /// </summary>
    public static double LostSeconds(SweepTrial trial)
    {
        var after = After(trial);
        return trial.Run.Leases
            .Where(lease => InVain(lease) && Reached(lease) is var reached && reached >= after && reached < trial.Epochs).Sum(Lost);
    }

    /// <summary>
    /// The last epoch that belongs to a shorter trial. What was removed from the grid comes after what is in it: the epochs that both
    /// need are the grid's.
    /// </summary>
    private static int After(SweepTrial trial)
    {
        var others = trial.Run.Trials.Where(other => other != trial && (other.InGrid || !trial.InGrid));
        var before = others.Where(other => other.Epochs < trial.Epochs || (other.InGrid && !trial.InGrid))
            .Select(other => other.Epochs).DefaultIfEmpty(0).Max();
        return Math.Min(before, trial.Epochs);
    }

    private static bool InVain(LeaseState lease) => lease.Outcome is not (null or Outcome.Completed or Outcome.Diverged);

    /// <summary>How far the run was when the attempt ended: the epoch after it is the one that was lost.</summary>
    private static int Reached(LeaseState lease)
    {
        var last = lease.FromEpoch;
        foreach (var record in lease.Run.Curve.Records.Where(record => record.Lease == lease.Id))
            last = record.Metrics.Epoch;
        return last;
    }

    private static double Lost(LeaseState lease)
    {
        var brought = lease.Run.Curve.Records.Where(record => record.Lease == lease.Id).Sum(record => record.Metrics.Seconds);
        return Math.Max(0, (lease.EndedAt!.Value - (lease.StartedAt ?? lease.GrantedAt)).TotalSeconds - brought);
    }
}
