namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Which waiting run a free slot gets: of the oldest sweep that has any, the one with most epochs left, so that no long run is
/// left for the end. A run that just failed on the agent is left to others while near neighbours in the queue will do.
/// </summary>
internal static class Placement
{
    /// <summary>How far down the queue a slot looks past runs that failed on its own agent.</summary>
    public const int Lookahead = 16;

    public static RunState? Choose(CoordinatorState state, AgentState agent)
    {
        foreach (var sweep in state.Sweeps)
        {
            if (!sweep.Cancelled && sweep.Waiting.Count > 0 && !sweep.Bars(agent.Name, agent.Incarnation))
                return Choose(sweep, agent);
        }
        return null;
    }

    private static RunState Choose(SweepState sweep, AgentState agent)
    {
        RunState? first = null;
        foreach (var run in sweep.Waiting.InOrder.Take(Lookahead))
        {
            if (run.LatestLease is not { Outcome: { } outcome } lease || !outcome.IsFailure() || lease.Agent != agent.Name)
                return run;
            first ??= run;
        }
        return first!;
    }
}
