using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Forecasting;

/// <summary>What the coordinator's state leaves to train. Reads the state, so only where that may be read.</summary>
internal static class StateWorkload
{
    /// <param name="online">Whether the agent has been heard lately.</param>
    /// <param name="epochsLeft">To the end of a lease, the epoch in training counted by its share.</param>
    public static Workload Of(CoordinatorState state, Func<AgentState, bool> online, Func<LeaseState, double> epochsLeft)
    {
        List<WorkingSlot> slots = [.. state.Agents.Where(online).OrderBy(a => a.Name, StringComparer.Ordinal)
            .SelectMany(agent => Slots(agent, state, epochsLeft))];
        var untrained = state.ActiveLeases
            .Where(lease => lease.Run.Open && (lease.Waits || state.Agent(lease.Agent) is not { } agent || !online(agent)))
            .ToLookup(lease => lease.Run.Sweep);
        List<WaitingRuns> waiting =
            [.. state.Sweeps.Where(sweep => !sweep.Cancelled).SelectMany(sweep => Waiting(sweep, untrained[sweep]))];
        return new(slots, waiting, MeasuredPaces.Of(state));
    }

    private static IEnumerable<WorkingSlot> Slots(AgentState agent, CoordinatorState state, Func<LeaseState, double> epochsLeft)
    {
        string[] barred = [.. state.Sweeps.Where(sweep => sweep.BarOf(agent) is not null).Select(sweep => sweep.Name)];
        var room = (agent is { Quarantine: null, Hold: null } ? agent.Capacity ?? int.MaxValue : 0) - agent.Leases.Count;
        foreach (var slot in agent.Slots)
        {
            var lease = agent.Leases.GetValueOrDefault(slot.Number);
            var takesMore = agent is { Quarantine: null, Hold: null } && (lease is not null || room-- > 0);
            var training = lease is null ? null : new RunInTraining(lease.Run.Sweep.Name, KindOf(lease.Run), epochsLeft(lease));
            yield return new(new(agent.Name, slot.Number), slot.Model, training, takesMore, barred);
        }
    }

    /// <summary>
    /// The longest first. What agents train that are not there any more will have to be dealt again, and what slots have next is not begun.
    /// </summary>
    private static IEnumerable<WaitingRuns> Waiting(SweepState sweep, IEnumerable<LeaseState> untrained) =>
        sweep.Waiting.InOrder.Concat(untrained.Select(lease => lease.Run))
            .GroupBy(run => (run.RemainingEpochs, KindOf(run)))
            .OrderByDescending(alike => alike.Key.RemainingEpochs)
            .Select(alike => new WaitingRuns(sweep.Name, alike.Key.Item2, alike.Key.RemainingEpochs, alike.Count()));

    private static RunKind KindOf(RunState run) => RunKind.Of(run.Sweep.Spec, run.Run.Parameters);
}
