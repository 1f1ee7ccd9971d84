namespace Sweep.Experiments.Running;

/// <summary>The epochs of a run, whatever it is that learns: until the last one, divergence or a stop.</summary>
internal static class RunLoop
{
    /// <param name="train">Trains the epoch of a number.</param>
    /// <param name="save">
    /// Writes the state after the epoch of a number to a path; not asked after an epoch that diverged, nor where no checkpoint is due.
    /// </param>
    /// <exception cref="CheckpointUnwritableException">The disk does not take it.</exception>
    public static RunEnding Run(RunOrder order, IRunObserver observer, Func<int, EpochMetrics> train, Action<int, string> save)
    {
        var kept = new CheckpointsKept(order);
        for (var epoch = order.FromEpoch + 1; epoch <= order.ToEpoch; epoch++)
        {
            var metrics = train(epoch);
            if (metrics.Diverged)
            {
                observer.EpochEnded(metrics, null);
                return RunEnding.Diverged;
            }
            kept.Add(metrics);
            string? path = null;
            if (kept.IsDue(observer.StopAtEpochEnd))
            {
                path = observer.CheckpointPath(epoch);
                Save(save, epoch, path);
                kept.Keep(epoch);
            }
            observer.EpochEnded(metrics, path);
            // Asked to only since the checkpoint was left out, it stops an epoch later: what was trained is not thrown away.
            if (path is not null && observer.StopAtEpochEnd && epoch < order.ToEpoch)
                return RunEnding.Stopped;
        }
        return RunEnding.Completed;
    }

    private static void Save(Action<int, string> save, int epoch, string path)
    {
        try
        {
            save(epoch, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointUnwritableException(
                FormattableString.Invariant($"The checkpoint of epoch {epoch} cannot be written: {e.Message}"), e);
        }
    }
}
