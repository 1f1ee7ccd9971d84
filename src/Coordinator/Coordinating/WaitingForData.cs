using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Coordinating;

/// <summary>The sweeps that nobody trains because no agent that is there has their data.</summary>
internal static class WaitingForData
{
    /// <returns>One sentence with the remedy for each, by the sweep's name.</returns>
    public static ImmutableDictionary<string, string> Of(CoordinatorState state, Func<AgentState, bool> online) =>
        state.Sweeps
            .Where(sweep => !sweep.Cancelled && sweep.Waiting.Count > 0
                && !state.ActiveLeases.Any(lease => lease.Run.Sweep == sweep && lease.Provenance is not null))
            .Select(sweep => (sweep.Name, Reason: Reason(sweep, [.. state.Agents.Where(online)])))
            .Where(entry => entry.Reason is not null)
            .ToImmutableDictionary(entry => entry.Name, entry => entry.Reason!);

    private static string? Reason(SweepState sweep, IReadOnlyList<AgentState> here)
    {
        var barred = here.Select(agent => (agent.Name, Bar: sweep.BarOf(agent))).ToList();
        if (barred.Count == 0 || barred.Exists(entry => entry.Bar is null))
            return null;
        var (agent, bar) = barred.MaxBy(entry => entry.Bar!.At);
        var others = barred.Count == 1 ? "" : $" (and {barred.Count - 1} more like it)";
        return $"{sweep.Name} waits: no agent that is here has its data. Agent {agent}{others}: {bar!.Reason.TrimEnd('.')}. "
            + "It goes on when one has them; those here are tried again every few minutes, and at once when an agent is restarted.";
    }
}
