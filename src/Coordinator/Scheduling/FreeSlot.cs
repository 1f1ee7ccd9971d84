namespace Sweep.Coordinator.Scheduling;

/// <summary>A slot that asks for a run.</summary>
/// <param name="SecondsLeft">For how long its machine is lent; null is for ever.</param>
internal sealed record FreeSlot(AgentState Agent, int Number, double? SecondsLeft = null)
{
    /// <summary>An epoch may take so much longer than those before it.</summary>
    private const double Slack = 1.1;

    public SlotName Name => new(Agent.Name, Number);

    /// <summary>Whether an epoch of the run is known to take longer here than there is time.</summary>
    public bool LacksTimeFor(RunState run, EpochPaces paces) =>
        SecondsLeft is { } left && paces.Of(Name, Agent.DeviceOf(Number), run.Kind) * Slack > left;
}
