namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Why an agent gets no runs of a sweep: its data are missing or differ. That is the machine's fault and no run's, and somebody may mend
/// it: it is tried again with one run, ever more rarely. A run that starts there lifts the bar, and so does a restart of the agent.
/// </summary>
/// <param name="Reason">One sentence with the remedy.</param>
/// <param name="Times">How often it was tried in vain.</param>
internal sealed record Bar(string Reason, DateTimeOffset At, int Times)
{
    public static readonly TimeSpan FirstRetryAfter = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether it is too early to try again. One that lies in the future was noted before the clock was set back: it is not waited for.
    /// </summary>
    public bool Holds(DateTimeOffset now) => At <= now && now < At + Wait;

    /// <summary>After one more failure.</summary>
    public Bar Again(string reason, DateTimeOffset at) =>
        // Runs that were given out side by side fail side by side, and count once.
        Holds(at) ? this with { Reason = reason } : new(reason, at, Times + 1);

    private TimeSpan Wait => FirstRetryAfter * Math.Pow(2, Math.Min(Times - 1, 10)) is var wait && wait < LongestWait ? wait : LongestWait;
}
