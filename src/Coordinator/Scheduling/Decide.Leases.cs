using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class Decide
{
    private void On(ExpireLease command)
    {
        if (state.Lease(command.Lease) is { Active: true } lease)
        {
            var silence = isOnline(lease.Agent)
                ? $"Agent {lease.Agent} is there, but neither trained under this lease nor held reports of it that can be delivered"
                : $"Nothing was heard from agent {lease.Agent}";
            EndAsLost(lease, FormattableString.Invariant($"{silence} for {(command.Silence ?? terms.Lease).TotalSeconds:0.#} s."));
        }
    }

    /// <summary>Losing an agent costs the run nothing: it is simply open again.</summary>
    private void EndAsLost(LeaseState lease, string detail)
    {
        Record(new LeaseEnded(lease.Id, lease.Run.Id, Outcome.AgentLost, detail) { At = now });
        LeaveToOthers(lease.Run);
    }

    /// <summary>An order to stop at once is not answered, so the lease ends here.</summary>
    private void RevokeAtOnce(LeaseState lease, string reason)
    {
        Record(new LeaseEnded(lease.Id, lease.Run.Id, Outcome.Cancelled, reason) { At = now });
        Do(new SendTo(lease.Agent, new RevokeLease(lease.Id, reason, AtEpochEnd: false)));
    }

    private void End(LeaseState lease, Outcome outcome, string? detail, bool agentsOwn = false)
    {
        var (run, agent) = (lease.Run, state.Agent(lease.Agent)!);
        var text = Shortened(detail ?? "");
        agentsOwn = outcome is Outcome.BadConfiguration && (agentsOwn || MayTrainElsewhere(run, agent));
        var recovery = Recovery.Of(lease, agent, outcome, agentsOwn, now);
        Record(new LeaseEnded(lease.Id, run.Id, outcome, text, agentsOwn) { At = now });
        if (run.Open && recovery.GivesUp is { } why && run.ActiveLeases.All(active => active == lease))
            Record(new RunFailed(run.Id, CauseOf(why, outcome, recovery.Run, agent, text)) { At = now });
        switch (recovery.Lesson)
        {
            case Lesson.AgentLacksData:
                LeaveToOthers(run);
                break;
            case Lesson.DeviceIsCrowded:
                Record(new AgentCapacityLowered(agent.Name, agent.Leases.Count - 1) { At = now });
                TakeBackWhatWaits(agent, $"Agent {agent.Name} trains fewer runs side by side.");
                break;
            case Lesson.AttemptFailed when AgentHealth.WhyQuarantine(agent, recovery.Agent, state.Agents) is { } reason:
                Quarantine(agent, reason);
                break;
            case Lesson.AgentTrains:
                WelcomeBack(agent);
                break;
        }
    }

    private static string CauseOf(GivenUp why, Outcome outcome, RunTally tally, AgentState agent, string detail) => why switch
    {
        GivenUp.TooManyCrashes => FormattableString.Invariant(
            $"{outcome} in {tally.AllCrashes} {(
                tally.AllCrashes == 1 ? "attempt" : "attempts")}, the last on agent {agent.Name}: {detail}"),
        GivenUp.TooLittleMemory => FormattableString.Invariant(
            $"Out of memory in {tally.MemoryFailures} attempts with a device to itself, the last on agent {agent.Name}: {detail}"),
        _ => detail,
    };

    /// <summary>The agent has shown that it trains.</summary>
    private void WelcomeBack(AgentState agent)
    {
        if (agent.Quarantine is not null)
            Record(new AgentReadmitted(agent.Name) { At = now });
        if (agent.Tally.Failures > 0)
            BenchWhoFailsBeside(agent);
    }

    private void BenchWhoFailsBeside(AgentState healthy)
    {
        foreach (var agent in state.Agents)
        {
            if (AgentHealth.WhyQuarantine(agent, healthy) is { } reason)
                Quarantine(agent, reason);
        }
    }

    private void Quarantine(AgentState agent, string reason)
    {
        Record(new AgentQuarantined(agent.Name, reason) { At = now });
        TakeBackWhatWaits(agent, reason);
    }

    private void LeaveToOthers(RunState run)
    {
        if (run.Open && !run.Sweep.Cancelled && !effects.OfType<Broadcast>().Any())
            Do(new Broadcast(new WorkAvailable()));
    }

    /// <summary>
    /// Whether a bad configuration may be the agent's own: another has started runs of the sweep, or is there and has not tried.
    /// </summary>
    private bool MayTrainElsewhere(RunState run, AgentState agent) =>
        run.Sweep.StartedElsewhere(agent.Name) || OthersThan(agent).Any(other => run.Sweep.BarOf(other) is null);

    /// <summary>The end of a trainer's stderr says most, so it is the beginning that is cut.</summary>
    private static string Shortened(string detail) => detail.Length <= MaxDetail ? detail : $"… {detail[^MaxDetail..]}";
}
