using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>What keeps an agent from a waiting run just now.</summary>
internal enum Hindrance { Held, LacksData, Quarantined, TooSmall, LeftToOthers, AtWork, None }

/// <param name="Text">A part of a sentence that follows on the agent's name.</param>
internal sealed record Obstacle(string Agent, Hindrance Hindrance, string Text)
{
    /// <summary>By the rules that <see cref="Decide"/> gives work out by, in their order of weight for a person.</summary>
    public static Obstacle Of(AgentState agent, RunState run, IReadOnlyList<AgentState> here, DateTimeOffset now)
    {
        var (hindrance, text) = Of(agent, run, now);
        if (hindrance is Hindrance.None && IsLeftToOthers(agent, run, here, now) is { } why)
            (hindrance, text) = why;
        return new(agent.Name, hindrance, text);
    }

    private static (Hindrance, string) Of(AgentState agent, RunState run, DateTimeOffset now)
    {
        if (agent.Hold is { } hold)
            return (Hindrance.Held, $"is {hold.Sentence(agent.Name)}");
        if (run.Sweep.Bars(agent, now))
            return (Hindrance.LacksData, $"cannot train this sweep ({Phrases.Quoted(run.Sweep.BarOf(agent)!.Reason)})");
        if (agent.Quarantine is not null && agent.Leases.Count > 0)
            return (Hindrance.Quarantined, "is in quarantine and at work on the one run that it may have");
        if (agent.Quarantine is not null && AgentHealth.CanaryWait(agent, now) is var wait && wait > TimeSpan.Zero)
            return (Hindrance.Quarantined, $"is in quarantine and gets its next run in {Durations.Of(wait)}");
        if (agent.Slots.IsEmpty)
            return (Hindrance.AtWork, "has no slots");
        if (agent.Leases.Count >= agent.Slots.Length)
            return (Hindrance.AtWork, agent.Slots.Length == 1
                ? "has its slot at work" : $"has all {Counted.Of(agent.Slots.Length, "slot")} at work");
        if (agent.Leases.Count >= (agent.Capacity ?? int.MaxValue))
            return (Hindrance.AtWork, $"trains at most {agent.Capacity} side by side since it ran out of memory");
        return (Hindrance.None, "has a free slot");
    }

    private static (Hindrance, string)? IsLeftToOthers(AgentState agent, RunState run, IReadOnlyList<AgentState> here, DateTimeOffset now)
    {
        var others = here
            .Where(other => other != agent && other is { Quarantine: null, Hold: null } && run.Sweep.BarOf(other) is null)
            .ToList();
        if (!Placement.IsLeftToOthers(run, agent, others, now))
            return null;
        return run.IsTooBigFor(agent)
            ? (Hindrance.TooSmall, "ran out of memory with it and leaves it to agents that may have more")
            : (Hindrance.LeftToOthers, "failed with it lately and leaves it to the others for "
                + Durations.InWords(Placement.ElsewhereFirst));
    }
}
