using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Scheduling;

/// <summary>A person's order that an agent gets no more runs. It lasts across restarts, the agent's too, until it is taken back.</summary>
/// <param name="Reason">The person's own words; null where there were none.</param>
internal sealed record Hold(AgentHold How, string? Reason)
{
    /// <summary>Who ordered it, by the name of his token; null where that is not known.</summary>
    public string? By { get; init; }

    /// <summary>In characters.</summary>
    public const int LongestReason = 200;

    /// <summary>One sentence with what takes it back.</summary>
    public string Sentence(string agent) =>
        $"{(How is AgentHold.Paused ? "paused" : "drained")} by {By ?? "a person"}{(Reason is null ? "" : $" ({Reason})")}; "
        + $"`sweep agents resume {agent}` gives it runs again";
}
