using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

internal sealed partial class AgentMachine
{
    /// <summary>Whether any run is in training, or its end not yet among the reports.</summary>
    public bool IsBusy => running.Count > 0;

    /// <summary>What the agent is doing, as of its last event.</summary>
    public AgentSnapshot Look()
    {
        LookAtLeases();
        return new(
            [.. running],
            [.. reporting],
            leaving ? [] : [.. slots.Where(IsIdle).Select(slot => slot.Number)],
            [.. ReadyReports()],
            reports.Count,
            reports.HasInherited,
            [.. slots.Select(slot => (slot.State as SlotState.AtWork)?.Progress).OfType<Progress>()],
            storeFails,
            IsBusy,
            Trouble(),
            IsTimeUp)
        {
            Waiting = [.. reports.Leases],
            StandsStill = reports.Count > 0 && DeliveryStandsStill,
            Ahead = [.. ahead],
        };
    }

    /// <summary>What keeps the agent from its work; null where nothing does.</summary>
    private string? Trouble()
    {
        var trouble = reports.Count > 0 && DeliveryStandsStill ? StandingTrouble() : storeTrouble ?? TroubleOfSlots() ?? TroubleOfGpus();
        return trouble is null ? null : Texts.Plain(trouble, Heartbeat.LongestTrouble);
    }

    private string? TroubleOfSlots()
    {
        foreach (var slot in slots)
            if (slot is { Trouble: { } trouble, State: SlotState.Resting or SlotState.Busy })
                return trouble;
        return null;
    }
}
