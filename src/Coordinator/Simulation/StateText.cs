using System.Text;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Spaces;

namespace Sweep.Coordinator.Simulation;

/// <summary>Everything that can be read from a state, as text: two states are equal if their texts are.</summary>
internal static class StateText
{
    private static readonly SearchSpace NoSpace = new(new Choice([]), new Choice([]), new Choice([]), new Choice([]), new Choice([]));

    /// <summary>The same with the spaces of the sweeps, of which the trials are all that counts.</summary>
    public static string WithSpaces(CoordinatorState state) =>
        Of(state) + string.Join('\n', state.Sweeps.Select(sweep => sweep.Spec.Space));

    public static string Of(CoordinatorState state)
    {
        var text = new StringBuilder();
        text.Append(null, $"{state.Sequence} {state.LastLease} {state.Orphans}\n");
        foreach (var sweep in state.Sweeps)
            Add(text, state, sweep);
        foreach (var agent in state.Agents)
            Add(text, agent);
        return text.ToString();
    }

    private static void Add(StringBuilder text, CoordinatorState state, SweepState sweep)
    {
        // What the space comes to is its trials.
        text.Append(null, $"sweep {sweep.Name} {sweep.Spec with { Space = NoSpace }} {sweep.Source} {sweep.SubmittedAt:O}");
        text.Append(null, $" {sweep.Cancelled} {sweep.Data}\n");
        text.Append(null, $" bars {string.Join(' ', state.Agents.Select(agent => $"{agent.Name}:{sweep.BarOf(agent)}"))}\n");
        foreach (var trial in sweep.Trials.Concat(sweep.EveryTrial.Where(trial => !trial.InGrid)))
        {
            text.Append(null, $" trial {trial.Trial} {trial.GridIndex} {CoordinatorState.TrialStateOf(trial)}");
            text.Append(null, $" {CoordinatorState.ResultOf(trial)} {state.LeaseOf(trial)?.Id}\n");
        }
        foreach (var run in sweep.AllRuns)
        {
            text.Append(null, $" run {run.Id} {run.PlanIndex} {run.Tally.Crashes} {run.Tally.CanaryCrashes} {run.Tally.MemoryFailures}");
            text.Append(null, $" {run.FailedCause}");
            text.Append(null, $" {string.Join(',', state.Agents.Where(run.IsTooBigFor).Select(agent => agent.Name))}");
            text.Append(null, $" {run.CurrentLease?.Id} {string.Join(' ', run.Curve.Records)}\n");
            foreach (var lease in run.Leases)
                Add(text, lease);
        }
        text.Append(null, $" waiting {string.Join(' ', sweep.Waiting.InOrder.Select(run => run.Id))}\n");
    }

    private static void Add(StringBuilder text, LeaseState lease)
    {
        text.Append(null, $"  lease {lease.Id} {lease.Agent} {lease.Incarnation} {lease.Slot} {lease.Attempt} {lease.FromEpoch}");
        text.Append(null, $" {lease.ToEpoch} {lease.GrantedAt:O} {lease.Provenance} {lease.Outcome} {lease.Detail} {lease.EndedAt:O}\n");
    }

    private static void Add(StringBuilder text, AgentState agent)
    {
        text.Append(null, $"agent {agent.Name} {agent.Incarnation} {agent.Host} {string.Join(' ', agent.Slots)} {agent.Quarantine}");
        text.Append(null, $" {agent.Capacity} {string.Join(' ', agent.Leases.Keys)} {agent.Tally.Failures} {agent.Tally.CanaryFailures}");
        text.Append(null, $" {agent.Tally.FailingRuns.Count} {agent.Tally.LastFailureAt:O} {agent.HasTrained} {agent.Hold}\n");
    }
}
