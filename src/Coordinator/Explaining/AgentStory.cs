using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>Why an agent stands as it does, and why it has the work that it has.</summary>
internal static class AgentStory
{
    public static ExplanationView Of(AgentState agent, CoordinatorState state, Surroundings here)
    {
        var online = here.Live && here.IsOnline(agent.Name);
        var status = agent.Quarantine is not null ? AgentStatus.Quarantined : online ? AgentStatus.Online : AgentStatus.Offline;
        List<string> told =
        [
            $"Agent {agent.Name} on {agent.Host}, {Counted.Of(agent.Slots.Length, "slot")}, registered "
                + $"{Phrases.Ago(agent.RegisteredAt, here.Now)} and is {(online ? "here" : "not heard")}.",
        ];
        if (here.Live)
            told.AddRange(Work(agent));
        if (agent.RemovedBy is { } by)
            told.Add($"It was removed by {by}: its certificate opens nothing any more.");
        if (agent.Hold is { } hold)
            told.Add($"It gets no runs: {hold.Sentence(agent.Name)}.");
        if (agent.Quarantine is { } quarantine)
            told.Add(Quarantine(agent, quarantine, here.Now));
        else if (agent.Tally.Failures > 0)
            told.Add($"{Counted.Of(agent.Tally.FailingRuns.Count, "run has", "runs have")} failed on it since one last succeeded there; "
                + $"{AgentHealth.FailingRuns} in a row put it into quarantine while others train.");
        if (agent.Capacity is { } capacity && capacity < agent.Slots.Length)
            told.Add($"It trains at most {capacity} side by side, because more ran out of memory on one device.");
        List<SweepState> barred = [.. state.Sweeps.Where(sweep => sweep.BarOf(agent) is not null)];
        if (barred.Count > 0)
            told.Add($"It gets no run of {Phrases.Listed([.. barred.Select(sweep => sweep.Name)])}: "
                + $"{Phrases.Quoted(barred[0].BarOf(agent)!.Reason)}.");
        if (online && agent.Leases.Count == 0 && agent.Quarantine is null && agent.Hold is null)
            told.Add(Idle(agent, state, here));
        return new(ExplainedKind.Agent, agent.Name, null, status.Word(), string.Join(' ', told), Change(agent, barred, online, here));
    }

    private static IEnumerable<string> Work(AgentState agent) =>
        agent.Leases.Values.OrderBy(lease => lease.Slot).Take(4).Select(lease => FormattableString.Invariant(
            $"Slot {lease.Slot} trains run {lease.Run.Id} of {lease.Run.Sweep.Name} ({Phrases.Of(lease.Run.Run.Parameters)}), ")
            + FormattableString.Invariant($"attempt {lease.Attempt}."));

    private static string Quarantine(AgentState agent, string reason, DateTimeOffset now)
    {
        var wait = AgentHealth.CanaryWait(agent, now);
        var next = agent.Leases.Count > 0 ? "it is at work on the one that it has now"
            : wait > TimeSpan.Zero ? $"the next one comes in {Durations.Of(wait)}"
            : "the next one comes when it asks";
        return $"It is in quarantine: {Phrases.Quoted(reason)}; {next}, and the wait doubles with each that fails.";
    }

    private static string Idle(AgentState agent, CoordinatorState state, Surroundings here)
    {
        if (here.Draining)
            return "It is idle because the coordinator is draining.";
        var waiting = state.Sweeps.Where(sweep => !sweep.Cancelled && sweep.Waiting.Count > 0).ToList();
        if (waiting.Count == 0)
            return "It is idle because no run waits.";
        return waiting.TrueForAll(sweep => sweep.Bars(agent, here.Now))
            ? "It is idle because no run waits that it has the data for."
            : $"It is idle while {Counted.Of(waiting.Sum(sweep => sweep.Waiting.Count), "run waits", "runs wait")}: "
                + "it gets one when it asks.";
    }

    private static string? Change(AgentState agent, List<SweepState> barred, bool online, Surroundings here)
    {
        if (agent.RemovedBy is not null)
            return "A new line from `sweep agents invite` lets it join anew.";
        if (agent.Hold is not null)
            return $"`sweep agents resume {agent.Name}` gives it runs again.";
        if (agent.Quarantine is not null)
            return "Mend what the failures have in common (`sweep status` shows them); it is readmitted by the first run that "
                + "succeeds there.";
        if (!here.Live)
            return "No coordinator is running for this home: `sweep resume` or `sweep serve` starts one.";
        if (!online)
            return $"Start it again on {agent.Host}, or look whether it reaches the coordinator; runs that it had go on elsewhere "
                + "when their leases end.";
        if (barred.Count > 0)
            return $"Mend the data of {barred[0].Spec.Dataset.Name} there; it is tried again every few minutes, and at once "
                + "when it is restarted.";
        return agent.Capacity < agent.Slots.Length ? "Restart it with fewer slots, or with more memory for each." : null;
    }
}
