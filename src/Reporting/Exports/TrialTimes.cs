using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>When trials were trained, as far as the attempts of their runs tell.</summary>
internal static class TrialTimes
{
    /// <summary>When its run was first at work; when it was submitted, where nobody has begun yet.</summary>
    public static DateTimeOffset StartOf(this SweepRecord sweep, TrialRow trial) =>
        sweep.Attempts.Where(a => a.Run == trial.Run).Select(a => a.StartedAt ?? a.GrantedAt).DefaultIfEmpty(sweep.SubmittedAt).Min();

    /// <summary>The start and the seconds of its epochs: the waits between attempts are not in it.</summary>
    public static DateTimeOffset EndOf(this SweepRecord sweep, TrialRow trial) =>
        sweep.StartOf(trial).AddSeconds(sweep.CurveOf(trial).Sum(m => m.Seconds));
}
