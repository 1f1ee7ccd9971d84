namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Which waiting run a free slot gets: of the oldest sweep that has any, the one with most epochs left, so that no long run is
/// left for the end. A run that failed on the agent goes to others first, so that no single machine fails it. Of several slots that are
/// free when runs come to wait, the faster ones get the first: their first epochs, measured before, tell who is.
/// </summary>
internal static class Placement
{
    /// <summary>How far down the queue a slot looks past runs that failed on its own agent.</summary>
    public const int Lookahead = 16;

    /// <summary>How long a run that crashed on an agent is left to the others, who may all be busy.</summary>
    public static readonly TimeSpan ElsewhereFirst = TimeSpan.FromMinutes(5);

    /// <summary>How long a run that has just come to wait is left to faster slots that are free.</summary>
    public static readonly TimeSpan FasterFirst = TimeSpan.FromSeconds(15);

    /// <summary>A difference that is more than chance, as a share of the slower one's seconds.</summary>
    public const double MuchFaster = 0.9;

    /// <param name="others">The other agents that are there and in good standing.</param>
    public static RunState? Choose(CoordinatorState state, FreeSlot slot, IReadOnlyList<AgentState> others, DateTimeOffset now)
    {
        var agent = slot.Agent;
        foreach (var sweep in state.Sweeps)
        {
            if (!sweep.Cancelled && sweep.Waiting.Count > 0 && !sweep.Bars(agent, now)
                && Choose(sweep, slot, others, state.Paces, now) is { } run)
                return run;
        }
        return null;
    }

    private static RunState? Choose(
        SweepState sweep, FreeSlot slot, IReadOnlyList<AgentState> others, EpochPaces paces, DateTimeOffset now)
    {
        var agent = slot.Agent;
        var able = others.Where(other => sweep.BarOf(other) is null).ToList();
        RunState? first = null;
        int? leftToFaster = null;
        var open = sweep.Waiting.InOrder.Where(run => !IsLeftToOthers(run, agent, able, now) && !slot.LacksTimeFor(run, paces));
        foreach (var run in open.Take(Lookahead))
        {
            if (HasJustComeToWait(run, now) && (leftToFaster ??= FasterThan(slot, run, able, paces)) > 0)
            {
                leftToFaster--;
                continue;
            }
            if (run.LatestLease is not { Outcome: { } outcome } lease || !outcome.IsFailure() || lease.Agent != agent.Name)
                return run;
            first ??= run;
        }
        return first;
    }

    /// <summary>What lies in the future was noted before the clock was set back.</summary>
    private static bool HasJustComeToWait(RunState run, DateTimeOffset now) =>
        (run.LatestLease is { } last ? last.EndedAt : run.Sweep.SubmittedAt) is { } since && since <= now && now < since + FasterFirst;

    /// <summary>How many free slots are known to be faster with such a run.</summary>
    private static int FasterThan(FreeSlot slot, RunState run, List<AgentState> others, EpochPaces paces)
    {
        if (paces.Of(slot.Name, run.Kind) is not { } own)
            return 0;
        var faster = 0;
        foreach (var agent in others.Append(slot.Agent))
        {
            if (agent.Leases.Count >= (agent.Capacity ?? int.MaxValue))
                continue;
            foreach (var other in agent.Slots)
                if (!agent.Leases.ContainsKey(other.Number) && paces.Of(new(agent.Name, other.Number), run.Kind) < own * MuchFaster)
                    faster++;
        }
        return faster;
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
