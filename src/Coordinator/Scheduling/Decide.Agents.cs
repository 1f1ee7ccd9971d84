using System.Collections.Immutable;
using System.Globalization;
using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class Decide
{
    /// <summary>Agents come with their certificates; those of earlier versions were given a token.</summary>
    private const string NoToken = "";

    /// <summary>So many names a home remembers: each is kept for ever.</summary>
    internal const int MostAgents = 10_000;

    private void On(Register message)
    {
        if (message.ProtocolVersion != ProtocolVersion.Current)
        {
            Reply(new Refused(WrongVersion(message)));
            return;
        }
        var agent = state.Agent(message.Agent);
        if (WhyRefused(agent, message) is { } reason)
        {
            Reply(new Refused(reason));
            return;
        }
        if (agent is not null && agent.Incarnation != message.Incarnation)
            EndWhatWentDown(agent, message);
        if (agent is null || !IsRegistered(agent, message))
            Record(new AgentRegistered(
                message.Agent, message.Incarnation, message.Host, message.Program, message.Slots, message.Home)
            { At = now });
        Reply(new Registered(terms.Lease.TotalSeconds, terms.Blobs, NoToken, LeasesAhead: true, ReportsTogether: true));
        RevokeWhatIsNotHeld(message.Agent, message.Working);
        RemindOfDrain(message.Agent, message.Working);
    }

    private string? WhyRefused(AgentState? agent, Register message) => agent switch
    {
        null when state.Agents.Count >= MostAgents => string.Create(
            CultureInfo.InvariantCulture,
            $"The coordinator remembers {MostAgents} agents and takes no more new names; start the agent with --name and a name that "
            + $"it keeps."),
        { Home: not null } when message.Home is null =>
            $"Agent {message.Agent} is known by its home folder, and this one names none; update it, or give it a name of its own with "
                + "--name.",
        _ => null,
    };

    private string WrongVersion(Register message)
    {
        var older = message.ProtocolVersion < ProtocolVersion.Current ? "agent" : "coordinator";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Agent {message.Agent} speaks protocol {message.ProtocolVersion}{ProgramOf(message.Program)} and the coordinator "
            + $"{ProtocolVersion.Current}{ProgramOf(terms.Program)}; update the {older}.");
    }

    private static string ProgramOf(string version) => version.Length == 0 ? "" : $" (Sweep {version})";

    /// <summary>A new incarnation has no memory of the old one's leases, but for the trainers and the reports that outlived it.</summary>
    private void EndWhatWentDown(AgentState agent, Register message)
    {
        foreach (var lease in agent.Held.Where(lease => !message.Held.Contains(lease.Id)).ToList())
            EndAsLost(lease, $"Agent {agent.Name} started anew.");
    }

    private static bool IsRegistered(AgentState agent, Register message) =>
        agent.RemovedBy is null && agent.Incarnation == message.Incarnation && agent.Host == message.Host
        && agent.Program == message.Program && agent.Home == message.Home
        && agent.Slots.SequenceEqual(message.Slots);

    private void On(Heartbeat message)
    {
        if (state.Agent(message.Agent)?.Incarnation != message.Incarnation)
        {
            Reply(new RegisterFirst());
            return;
        }
        if (message.Unfit is true)
            QuarantineForHardware(message);
        RevokeWhatIsNotHeld(message.Agent, message.Working);
        RemindOfDrain(message.Agent, message.Working);
    }

    /// <summary>
    /// What it trains goes on elsewhere from the last checkpoint that was recorded before. It asks for nothing until it was mended and
    /// started anew, and is readmitted by a canary then.
    /// </summary>
    private void QuarantineForHardware(Heartbeat message)
    {
        if (state.Agent(message.Agent) is not { Quarantine: null } agent)
            return;
        var reason = $"The hardware of agent {agent.Name} has failed: {message.Trouble}";
        Record(new AgentQuarantined(agent.Name, reason) { At = now });
        foreach (var lease in agent.Held.ToList())
        {
            RevokeAtOnce(lease, reason);
            LeaveToOthers(lease.Run);
        }
    }

    /// <summary>Whoever works on a lease that is over learns it here, however the first word of it was lost.</summary>
    private void RevokeWhatIsNotHeld(string agent, IEnumerable<LeaseId> working)
    {
        foreach (var id in working)
        {
            var lease = state.Lease(id);
            if (lease is null || !lease.Active || lease.Agent != agent)
                Reply(new RevokeLease(id, WhyNotHeld(id, lease), AtEpochEnd: EpochIsStillUseful(lease)));
        }
    }

    private static string WhyNotHeld(LeaseId id, LeaseState? lease) => lease switch
    {
        null => $"The coordinator does not know lease {id}.",
        { Active: true } => $"Lease {id} belongs to agent {lease.Agent}.",
        _ => $"Lease {id} ended: {lease.Outcome}. {lease.Detail}",
    };

    /// <summary>A late epoch is recorded if it is the run's next: worth finishing where nobody else trains it.</summary>
    private static bool EpochIsStillUseful(LeaseState? lease) =>
        lease is { Active: false, Outcome: Outcome.AgentLost, Run: { Open: true, CurrentLease: null, Sweep.Cancelled: false } };

    private void On(DismissAgent command)
    {
        var agent = state.Agent(command.Agent);
        if (agent is null && !command.Known)
        {
            Do(new Answer(new Declined($"There is no agent named {command.Agent}; `sweep agents` lists those that there are.")));
            return;
        }
        Record(new AgentRemoved(command.Agent, command.By) { At = now });
        foreach (var lease in agent?.Held.ToList() ?? [])
            EndAsLost(lease, $"Agent {command.Agent} was removed.");
        Do(new Broadcast(new WorkAvailable()));
        Do(new Answer(new Done()));
    }

    private void On(LoseAgent command)
    {
        if (state.Agent(command.Agent) is not { } agent || agent.Incarnation != command.Incarnation)
            return;
        foreach (var lease in agent.Held.ToList())
            EndAsLost(lease, $"Agent {agent.Name} is gone.");
    }
}
