using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>What the state says, as records of the results database. Reads the state, so only where that may be read.</summary>
internal static class StateRecords
{
    public static StoredTrial Trial(CoordinatorState state, SweepTrial trial)
    {
        var (parameters, result, lease) = (trial.Trial.Hyperparameters, CoordinatorState.ResultOf(trial), state.LeaseOf(trial));
        var trialState = CoordinatorState.TrialStateOf(trial);
        var objective = trial.Run.Sweep.Spec.Objective;
        var row = new TrialRow(
            trial.Id, trialState, parameters,
            null, null, null, result?.BestEpoch, null, result?.Seconds,
            trial.Run.Id, lease?.Agent, lease?.Attempt ?? 0)
        {
            Sweep = trial.Run.Sweep.Name,
            Cause = trialState == TrialState.Failed ? trial.Run.FailedCause : null,
            InGrid = trial.InGrid,
            OwnSeconds = result is null ? null : TrialCost.OwnSeconds(trial),
            LostSeconds = lease is null ? null : TrialCost.LostSeconds(trial),
            Device = lease?.Provenance?.DeviceModel,
            Host = lease?.Host,
            Precision = lease?.Provenance is { } made ? Bson.Name(made.Precision) : null,
            Started = lease?.StartedAt,
            Finished = CoordinatorState.FinishedAt(trial),
        };
        return new(result is null ? row : Measured(row, result, objective), trial.GridIndex);
    }

    private static TrialRow Measured(TrialRow row, TrialResult result, Objective objective) => row.Measuring(result.Values) with
    {
        BestEpochValAccuracy = result.Values.Find(MetricNames.ValAccuracy) is null ? null : result.BestEpochValAccuracy,
        BestEpochValue = Objective.Known.Contains(objective) ? null : result.BestEpochValues?.Find(objective.Metric),
    };

    public static StoredRun Run(RunState run) => new(
        run.Id, run.Sweep.Name, run.Run.Parameters, run.Run.Epochs, run.Curve.Count, Bson.Name(StateOf(run)), run.FailedCause,
        run.Leases.LastOrDefault(lease => lease.Provenance is not null)?.Provenance,
        [.. run.Leases.Select(Attempt)]);

    public static AgentView Agent(AgentState agent) => new(
        agent.Name, agent.Host, agent.Quarantine is null ? AgentStatus.Offline : AgentStatus.Quarantined,
        [.. agent.Slots.Select(slot => new SlotView(slot.Number, slot.Device, slot.Model, null))],
        agent.Program, agent.RegisteredAt, Note(agent))
    {
        Hold = agent.Hold?.How,
    };

    /// <summary>A run is what its trials are, by the same words.</summary>
    public static TrialState StateOf(RunState run) => run switch
    {
        { Diverged: true } => TrialState.Diverged,
        { Done: true } => TrialState.Completed,
        { FailedCause: not null } => TrialState.Failed,
        { CurrentLease.Waits: false } => TrialState.Running,
        { Sweep.Cancelled: true } or { InGrid: false } => TrialState.Cancelled,
        _ => TrialState.Pending,
    };

    private static Attempt Attempt(LeaseState lease) => new(
        lease.Id, lease.Run.Id, lease.Agent, lease.Slot, lease.Attempt, lease.FromEpoch, lease.ToEpoch,
        lease.GrantedAt, lease.StartedAt, lease.EndedAt, lease.Outcome, lease.Detail, lease.Provenance);

    /// <summary>What an operator should know of the agent; null when all is well.</summary>
    public static string? Note(AgentState agent) => (agent.Quarantine, agent.Hold?.Sentence(agent.Name)) switch
    {
        ({ } quarantine, { } hold) => $"{quarantine} Also {hold}",
        var (quarantine, hold) => quarantine ?? hold ?? Crowded(agent),
    };

    private static string? Crowded(AgentState agent) =>
        agent.Capacity is { } capacity && capacity < agent.Slots.Length
            ? FormattableString.Invariant($"trains at most {capacity} side by side: more ran out of memory")
            : null;
}
