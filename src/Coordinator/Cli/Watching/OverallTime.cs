using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// How long the watched sweeps still take, from the epochs trained since watching began: pace so far, carried on.
/// Partly trained epochs count by their share, so that the estimate does not jump at every epoch's end.
/// </summary>
internal sealed class OverallTime(TimeProvider clock)
{
    private (long At, double Epochs)? _first;

    /// <returns>Null until anything was trained.</returns>
    public TimeSpan? Left(IReadOnlyCollection<SweepView> sweeps, IReadOnlyCollection<RunningView> running)
    {
        var trained = sweeps.Sum(s => s.EpochsTrained) + running.Sum(Partial);
        var planned = sweeps.Sum(s => s.EpochsPlanned);
        _first ??= (clock.GetTimestamp(), trained);
        var (since, before) = _first.Value;
        if (trained <= before)
            return null;
        var pace = clock.GetElapsedTime(since).TotalSeconds / (trained - before);
        return TimeSpan.FromSeconds(Math.Max(planned - trained, 0) * pace);
    }

    private static double Partial(RunningView run) => run.Steps > 0 ? (double)run.Step / run.Steps : 0;
}
