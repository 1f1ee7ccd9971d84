using Sweep.Coordinator.Journal;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What people order about agents.</summary>
internal sealed partial class Decide
{
    private void On(HoldAgent command)
    {
        if (AgentOrDecline(command.Agent) is not { } agent)
            return;
        if (command.Reason is { } words && !Texts.IsPlain(words, Hold.LongestReason))
        {
            Do(new Answer(new Declined(FormattableString.Invariant(
                $"The reason is no line of at most {Hold.LongestReason} characters; say it shorter."))));
            return;
        }
        if ((agent.Hold?.How, agent.Hold?.Reason) != (command.How, command.Reason))
            Record(command.How is AgentHold.Paused
                ? new AgentPaused(agent.Name, command.Reason) { At = now, By = command.By }
                : new AgentDrained(agent.Name, command.Reason) { At = now, By = command.By });
        TakeBackWhatWaits(agent, $"Agent {agent.Name} gets no more runs.");
        if (command.How is AgentHold.Drained)
        {
            foreach (var lease in agent.Leases.Values)
                Do(new SendTo(agent.Name, StopForDrain(agent, lease)));
        }
        Do(new Answer(new Done()));
    }

    private void On(ResumeAgent command)
    {
        if (AgentOrDecline(command.Agent) is not { } agent)
            return;
        if (agent.Hold is not null)
        {
            Record(new AgentResumed(agent.Name) { At = now, By = command.By });
            Do(new SendTo(agent.Name, new WorkAvailable()));
        }
        Do(new Answer(new Done()));
    }

    private AgentState? AgentOrDecline(string name)
    {
        var agent = state.Agent(name);
        if (agent is null)
        {
            var near = NearestWord.Of(name, [.. state.Agents.Select(known => known.Name)]);
            Do(new Answer(new Declined(
                $"There is no agent '{Texts.Plain(name)}' here{(near is null ? "" : $", but there is {near}")}; "
                + "'sweep agents' lists those there are.")));
        }
        return agent;
    }

    /// <summary>What a drained agent still trains it is told to end each time it is heard: an order may get lost.</summary>
    private void RemindOfDrain(string name, IEnumerable<LeaseId> running)
    {
        if (state.Agent(name) is not { Hold.How: AgentHold.Drained } agent)
            return;
        foreach (var id in running)
        {
            if (state.Lease(id) is { Active: true } lease && lease.Agent == name)
                Reply(StopForDrain(agent, lease));
        }
    }

    private static RevokeLease StopForDrain(AgentState agent, LeaseState lease) =>
        new(lease.Id, $"Agent {agent.Name} is drained.", AtEpochEnd: true);
}
