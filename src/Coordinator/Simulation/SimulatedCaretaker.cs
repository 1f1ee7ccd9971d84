using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation;

/// <summary>Somebody who pauses, drains and resumes agents, in some labs.</summary>
internal sealed class SimulatedCaretaker(SimulatedLab lab, Dice dice)
{
    private const double Presence = 0.25;

    private bool isHere;

    /// <summary>Mean time between two orders.</summary>
    private TimeSpan Every { get; } = TimeSpan.FromSeconds(dice.AnyScale(10, 300));

    public void Begin()
    {
        isHere = dice.Chance(Presence);
        if (isHere)
            OrderLater();
    }

    /// <summary>Whatever was ordered, every agent gets runs again.</summary>
    public void ResumeAll()
    {
        if (!isHere)
            return;
        foreach (var agent in lab.Agents)
            lab.People.Give(new ResumeAgent(agent.Name));
    }

    private void OrderLater() => lab.Timeline.After(Every * (2 * dice.Unit()), () =>
    {
        if (lab.IsCalm)
            return;
        lab.Commands++;
        var agent = dice.Of(lab.Agents).Name;
        lab.People.Give(dice.Below(3) switch
        {
            0 => new HoldAgent(agent, AgentHold.Paused),
            1 => new HoldAgent(agent, AgentHold.Drained, "so it is"),
            _ => new ResumeAgent(agent),
        });
        OrderLater();
    });
}
