using System.Text;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>Everything that can be read from a state, as text: two states are equal if their texts are.</summary>
internal static class StateText
{
    public static string Of(CoordinatorState state)
    {
        var text = new StringBuilder();
        text.AppendLine($"{state.Sequence} {state.LastLease} {state.Orphans}");
        foreach (var sweep in state.Sweeps)
        {
            text.AppendLine($"sweep {sweep.Name} {sweep.Spec} {sweep.Source} {sweep.SubmittedAt:O} {sweep.Cancelled} {sweep.Data}");
            text.AppendLine($" bars {string.Join(' ', state.Agents.Select(agent => $"{agent.Name}:{sweep.BarOf(agent)}"))}");
            foreach (var trial in sweep.Trials.Concat(sweep.EveryTrial.Where(trial => !trial.InGrid)))
                text.AppendLine($" trial {trial.Trial} {trial.GridIndex} {CoordinatorState.TrialStateOf(trial)} {CoordinatorState.ResultOf(trial)} {state.LeaseOf(trial)?.Id}");
            foreach (var run in sweep.AllRuns)
            {
                text.AppendLine($" run {run.Id} {run.PlanIndex} {run.Tally.Crashes} {run.Tally.CanaryCrashes} {run.Tally.MemoryFailures} {string.Join(',', state.Agents.Where(run.IsTooBigFor).Select(agent => agent.Name))} {run.FailedCause} {run.CurrentLease?.Id} {string.Join(' ', run.Curve.Records)}");
                foreach (var lease in run.Leases)
                    text.AppendLine($"  lease {lease.Id} {lease.Agent} {lease.Incarnation} {lease.Slot} {lease.Attempt} {lease.FromEpoch} {lease.ToEpoch} {lease.GrantedAt:O} {lease.Provenance} {lease.Outcome} {lease.Detail} {lease.EndedAt:O}");
            }
            text.AppendLine($" waiting {string.Join(' ', sweep.Waiting.InOrder.Select(run => run.Id))}");
        }
        foreach (var agent in state.Agents)
            text.AppendLine($"agent {agent.Name} {agent.Incarnation} {agent.Host} {string.Join(' ', agent.Slots)} {agent.Quarantine} {agent.Capacity} {string.Join(' ', agent.Leases.Keys)} {agent.Tally.Failures} {agent.Tally.CanaryFailures} {agent.Tally.FailingRuns.Count} {agent.Tally.LastFailureAt:O} {agent.HasTrained}");
        return text.ToString();
    }
}
