using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>When the trials of a sweep were trained, as far as the attempts of their runs tell.</summary>
internal sealed class TrialTimes
{
    private readonly SweepRecord sweep;
    private readonly Dictionary<RunId, DateTimeOffset> starts = [];

    public TrialTimes(SweepRecord sweep)
    {
        this.sweep = sweep;
        foreach (var attempt in sweep.Attempts)
        {
            var start = attempt.StartedAt ?? attempt.GrantedAt;
            if (!starts.TryGetValue(attempt.Run, out var earlier) || start < earlier)
                starts[attempt.Run] = start;
        }
    }

    /// <summary>When its run was first at work; when it was submitted, where nobody has begun yet.</summary>
    public DateTimeOffset StartOf(TrialRow trial) => starts.GetValueOrDefault(trial.Run, sweep.SubmittedAt);

    /// <summary>The start and the seconds of its epochs: the waits between attempts are not in it.</summary>
    public DateTimeOffset EndOf(TrialRow trial) => StartOf(trial).AddSeconds(sweep.CurveOf(trial).Sum(m => m.Seconds));
}
