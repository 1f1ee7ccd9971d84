using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Rendering;

internal static class Counting
{
    /// <summary>Trials that still wait for a result, those in training included.</summary>
    public static int Open(this TrialCounts trials) => trials.Total - trials.Done() - trials.Cancelled;

    /// <summary>Trials that have ended by themselves, well or not.</summary>
    public static int Done(this TrialCounts trials) => trials.Completed + trials.Diverged + trials.Failed;
}
