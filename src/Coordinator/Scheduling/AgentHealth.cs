using System.Globalization;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// When an agent is benched: different runs have failed on it in a row while another agent does well. It then gets one canary run
/// at a time, ever more rarely, and is readmitted by the first that succeeds.
/// </summary>
internal static class AgentHealth
{
    /// <summary>So many different runs in a row: one run that crashes everywhere says nothing about an agent.</summary>
    public const int FailingRuns = 3;

    public static readonly TimeSpan FirstCanaryAfter = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestCanaryWait = TimeSpan.FromMinutes(8);

    /// <summary>One sentence if a failure puts the agent into quarantine; null if not.</summary>
    /// <param name="after">The agent's tally after the failure.</param>
    public static string? WhyQuarantine(AgentState agent, AgentTally after, IEnumerable<AgentState> agents)
    {
        var healthy = agents.FirstOrDefault(other => other != agent && other is { IsAtWork: true, Tally.Failures: 0, Quarantine: null });
        return healthy is null ? null : WhyQuarantine(agent, after.FailingRuns.Count, healthy);
    }

    /// <summary>
    /// One sentence if <paramref name="healthy"/>, which has just shown that it trains, puts the agent into quarantine; null if not. A
    /// machine that fails fast has often failed with everything there is before another has begun.
    /// </summary>
    public static string? WhyQuarantine(AgentState agent, AgentState healthy) =>
        agent == healthy ? null : WhyQuarantine(agent, agent.Tally.FailingRuns.Count, healthy);

    private static string? WhyQuarantine(AgentState agent, int failing, AgentState healthy) =>
        agent.Quarantine is not null || failing < FailingRuns ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{failing} different runs in a row failed on agent {agent.Name} while agent {healthy.Name} trains; it gets one run at a "
            + $"time until one succeeds.");

    /// <summary>
    /// How long an agent in quarantine still waits for its next canary run; zero or less when it may have it. The wait doubles with every
    /// canary that fails, however many runs had failed before. A failure that lies in the future was noted before the clock was set back,
    /// and nobody knows how long ago it was: it is not waited for.
    /// </summary>
    public static TimeSpan CanaryWait(AgentState agent, DateTimeOffset now)
    {
        if (agent.Tally.LastFailureAt is not { } failed || failed > now)
            return TimeSpan.Zero;
        var doublings = Math.Min(agent.Tally.CanaryFailures, 10);
        var wait = FirstCanaryAfter * Math.Pow(2, doublings);
        return failed + (wait < LongestCanaryWait ? wait : LongestCanaryWait) - now;
    }
}
