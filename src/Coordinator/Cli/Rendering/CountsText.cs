using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

internal static class CountsText
{
    /// <summary><c>36 trials: 33 completed, 2 diverged, 1 failed</c>; states that no trial is in are left out.</summary>
    public static string Of(TrialCounts trials)
    {
        var states = new[]
        {
            (trials.Completed, "completed"), (trials.Diverged, "diverged"), (trials.Failed, "failed"),
            (trials.Cancelled, "cancelled"), (trials.Running, "running"), (trials.Open() - trials.Running, "pending"),
        };
        return $"{Counted.Of(trials.Total, "trial")}: "
            + $"{string.Join(", ", states.Where(s => s.Item1 > 0).Select(s => $"{Counted.Of(s.Item1)} {s.Item2}"))}";
    }
}
