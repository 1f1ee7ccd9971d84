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
        var agent = state.Agent(lease.Agent)!;
        var text = Shortened(detail ?? "");
        agentsOwn = outcome is Outcome.BadConfiguration && (agentsOwn || MayTrainElsewhere(lease.Run, agent));
        Record(new LeaseEnded(lease.Id, lease.Run.Id, outcome, text, agentsOwn) { At = now });
        if (outcome.IsCrash())
            CountCrash(lease.Run, agent, outcome, text);
        if (agentsOwn)
        {
            LeaveToOthers(lease.Run);
            return;
        }
        if (outcome is Outcome.BadConfiguration && lease.Run.Open)
            Record(new RunFailed(lease.Run.Id, text) { At = now });
        if (outcome is Outcome.OutOfMemory && agent.SharesDevice(lease))
        {
            // Several runs side by side on one device were too many: that says nothing about this run, nor about the agent.
            Record(new AgentCapacityLowered(agent.Name, agent.Leases.Count - 1) { At = now });
            return;
        }
        if (outcome is Outcome.OutOfMemory)
            CountMemoryFailure(lease.Run, agent, text);
        if (outcome.IsFailure() && AgentHealth.WhyQuarantine(agent, lease.Run.Id, state.Agents) is { } reason)
            Record(new AgentQuarantined(agent.Name, reason) { At = now });
        if (outcome.IsSuccess() && agent.Quarantine is not null)
            Record(new AgentReadmitted(agent.Name) { At = now });
        if (outcome.IsSuccess() && agent.Failures > 0)
            BenchWhoFailsBeside(agent);
    }

    private void BenchWhoFailsBeside(AgentState healthy)
    {
        foreach (var agent in state.Agents)
        {
            if (AgentHealth.WhyQuarantine(agent, healthy) is { } reason)
                Record(new AgentQuarantined(agent.Name, reason) { At = now });
        }
    }

    private void LeaveToOthers(RunState run)
    {
        if (run.Open && !run.Sweep.Cancelled && !effects.OfType<Broadcast>().Any())
            Do(new Broadcast(new WorkAvailable()));
    }

    /// <summary>
    /// A crash on an agent in quarantine is held against the agent first, but not for ever, or a run that crashes everywhere would
    /// never end where only such agents are left.
    /// </summary>
    private void CountCrash(RunState run, AgentState agent, Outcome outcome, string detail)
    {
        var most = run.Sweep.Spec.MaxAttempts;
        var crashes = run.Crashes + (agent.Quarantine is null ? 1 : 0);
        var all = run.Crashes + run.CanaryCrashes + 1;
        if (run.Open && (crashes >= most || all >= most * AgentHealth.CanaryAllowance))
        {
            var cause = FormattableString.Invariant(
                $"{outcome} in {all} {(all == 1 ? "attempt" : "attempts")}, the last on agent {agent.Name}: {detail}");
            Record(new RunFailed(run.Id, cause) { At = now });
        }
    }

    /// <summary>
    /// A device too small for the run costs the run nothing while another agent may have a larger one. It came back to the same
    /// agent because there was none, and gives up after as many attempts as it has.
    /// </summary>
    private void CountMemoryFailure(RunState run, AgentState agent, string detail)
    {
        var failures = run.MemoryFailures + 1;
        if (run.Open && run.IsTooBigFor(agent) && failures >= run.Sweep.Spec.MaxAttempts)
        {
            var cause = FormattableString.Invariant(
                $"Out of memory in {failures} attempts with a device to itself, the last on agent {agent.Name}: {detail}");
            Record(new RunFailed(run.Id, cause) { At = now });
        }
    }

    /// <summary>
    /// Whether a bad configuration may be the agent's own: another has started runs of the sweep, or is there and has not tried.
    /// </summary>
    private bool MayTrainElsewhere(RunState run, AgentState agent) =>
        run.Sweep.StartedElsewhere(agent.Name) || OthersThan(agent).Any(other => run.Sweep.BarOf(other) is null);

    /// <summary>The end of a trainer's stderr says most, so it is the beginning that is cut.</summary>
    private static string Shortened(string detail) => detail.Length <= MaxDetail ? detail : $"… {detail[^MaxDetail..]}";
}
