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
        var (curve, seconds) = (trial.Run.Curve, 0.0);
        for (var i = After(trial); i < Math.Min(trial.Epochs, curve.Count); i++)
            seconds += curve.SecondsOf(i);
        return seconds;
    }

    /// <summary>
    /// Seconds that attempts spent on the trial's own epochs in vain: from their start to their end, without the epochs that they brought.
    /// An attempt that ended well lost nothing.
    /// </summary>
    public static double LostSeconds(SweepTrial trial)
    {
        if (!trial.Run.Leases.Any(InVain))
            return 0;
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
        var curve = lease.Run.Curve;
        for (var i = curve.Count - 1; i >= 0; i--)
            if (curve.LeaseOf(i) == lease.Id)
                return curve[i].Epoch;
        return lease.FromEpoch;
    }

    private static double Lost(LeaseState lease)
    {
        var (curve, brought) = (lease.Run.Curve, 0.0);
        for (var i = 0; i < curve.Count; i++)
            if (curve.LeaseOf(i) == lease.Id)
                brought += curve.SecondsOf(i);
        return Math.Max(0, (lease.EndedAt!.Value - (lease.StartedAt ?? lease.GrantedAt)).TotalSeconds - brought);
    }
}
