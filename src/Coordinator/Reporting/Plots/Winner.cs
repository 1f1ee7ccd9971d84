using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Reporting.Plots;

internal static class Winner
{
    /// <summary>The trial that <c>sweep best</c> names; null while none has completed.</summary>
    public static TrialRow? WinnersTrial(this SweepRecord sweep) => sweep.Trials.FirstOrDefault(t => t.Trial == sweep.View.Best.Trial);
}
