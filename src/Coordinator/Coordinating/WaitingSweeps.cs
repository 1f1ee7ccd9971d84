using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Coordinating;

/// <summary>The sweeps that nobody trains although agents are there: each lacks the data, or gets no runs by a person's order.</summary>
internal static class WaitingSweeps
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
        if (here.Count > 0 && here.All(agent => agent.Hold is not null))
            return $"{sweep.Name} waits: no agent that is here gets runs. Agent {here[0].Name}{More(here)} is "
                + $"{here[0].Hold!.Sentence(here[0].Name)}.";
        here = [.. here.Where(agent => agent.Hold is null)];
        var barred = here.Select(agent => (agent.Name, Bar: sweep.BarOf(agent))).ToList();
        if (barred.Count == 0 || barred.Exists(entry => entry.Bar is null))
            return null;
        var (agent, bar) = barred.MaxBy(entry => entry.Bar!.At);
        return $"{sweep.Name} waits: no agent that is here has its data. Agent {agent}{More(here)}: {bar!.Reason.TrimEnd('.')}. "
            + "It goes on when one has them; those here are tried again every few minutes, and at once when an agent is restarted.";
    }

    private static string More(IReadOnlyList<AgentState> alike) =>
        alike.Count == 1 ? "" : FormattableString.Invariant($" (and {alike.Count - 1} more like it)");
}
