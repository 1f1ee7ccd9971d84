namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Which waiting run a free slot gets: of the oldest sweep that has any, the one with most epochs left, so that no long run is
/// left for the end. A run that failed on the agent goes to others first, so that no single machine fails it.
/// </summary>
internal static class Placement
{
    /// <summary>How far down the queue a slot looks past runs that failed on its own agent.</summary>
    public const int Lookahead = 16;

    /// <summary>How long a run that crashed on an agent is left to the others, who may all be busy.</summary>
    public static readonly TimeSpan ElsewhereFirst = TimeSpan.FromMinutes(5);

    /// <param name="others">The other agents that are there and in good standing.</param>
    public static RunState? Choose(CoordinatorState state, AgentState agent, IReadOnlyList<AgentState> others, DateTimeOffset now)
    {
        foreach (var sweep in state.Sweeps)
        {
            if (!sweep.Cancelled && sweep.Waiting.Count > 0 && !sweep.Bars(agent, now)
                && Choose(sweep, agent, others, now) is { } run)
                return run;
        }
        return null;
    }

    private static RunState? Choose(SweepState sweep, AgentState agent, IReadOnlyList<AgentState> others, DateTimeOffset now)
    {
        var able = others.Where(other => sweep.BarOf(other) is null).ToList();
        RunState? first = null;
        foreach (var run in sweep.Waiting.InOrder.Where(run => !IsLeftToOthers(run, agent, able, now)).Take(Lookahead))
        {
            if (run.LatestLease is not { Outcome: { } outcome } lease || !outcome.IsFailure() || lease.Agent != agent.Name)
                return run;
            first ??= run;
        }
        return first;
    }

    /// <summary>A failure that lies in the future was noted before the clock was set back.</summary>
    private static bool IsRecent(DateTimeOffset? failure, DateTimeOffset now) => failure <= now && now < failure + ElsewhereFirst;

    /// <summary>Whether the agent does not get the run now, because another one may do better with it.</summary>
    /// <param name="others">The other agents that are there, in good standing, and not known to lack the sweep's data.</param>
    public static bool IsLeftToOthers(RunState run, AgentState agent, List<AgentState> others, DateTimeOffset now) =>
        (run.IsTooBigFor(agent) && others.Exists(other => !run.IsTooBigFor(other)))
        || (agent.Tally.FailingRuns.Contains(run.Id) && IsRecent(agent.Tally.LastFailureAt, now)
            && others.Exists(other => !other.Tally.FailingRuns.Contains(run.Id) && !run.IsTooBigFor(other)));
}
