using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What must hold after every event. A broken rule is a defect of the program (or of the journal), never of a user.</summary>
internal static class Invariants
{
    /// <returns>One sentence for every broken rule; none when the state is sound.</returns>
    public static IReadOnlyList<string> Check(CoordinatorState state) =>
    [
        .. state.Sweeps.SelectMany(Trials),
        .. state.Sweeps.SelectMany(sweep => sweep.AllRuns).SelectMany(run => Curve(state, run).Concat(Leases(run)).Concat(Path(run))),
        .. Slots(state),
    ];

    private static IEnumerable<string> Trials(SweepState sweep)
    {
        var ids = new HashSet<TrialId>();
        for (var i = 0; i < sweep.Trials.Count; i++)
        {
            var trial = sweep.Trials[i];
            if (!ids.Add(trial.Id))
                yield return $"Trial {trial.Id} of sweep {sweep.Name} is in the grid twice.";
            if (trial.GridIndex != i)
                yield return $"Trial {trial.Id} of sweep {sweep.Name} is not where the grid has it.";
            if (!trial.Run.InGrid || trial.Run.Run.Milestones.All(milestone => milestone.Trial != trial.Id))
                yield return $"Trial {trial.Id} of sweep {sweep.Name} is lost: no planned run has it as a milestone.";
            if (CoordinatorState.TrialStateOf(trial) is TrialState.Pending or TrialState.Running && !trial.Run.Open)
                yield return $"Trial {trial.Id} of sweep {sweep.Name} is unfinished but its run {trial.Run.Id} is over.";
        }
    }

    private static IEnumerable<string> Curve(CoordinatorState state, RunState run)
    {
        for (var i = 0; i < run.Curve.Count; i++)
        {
            var record = run.Curve.Records[i];
            if (record.Metrics.Epoch != i + 1)
                yield return FormattableString.Invariant($"Run {run.Id} has epoch {record.Metrics.Epoch} where epoch {i + 1} belongs.");
            if (record.Metrics.Diverged && i + 1 < run.Curve.Count)
                yield return FormattableString.Invariant($"Run {run.Id} goes on after it diverged at epoch {i + 1}.");
            if (state.Lease(record.Lease)?.Run != run)
                yield return FormattableString.Invariant(
                    $"Epoch {i + 1} of run {run.Id} came under lease {record.Lease}, which was not for this run.");
        }
    }

    private static IEnumerable<string> Leases(RunState run)
    {
        var active = run.Leases.Where(lease => lease.Active).ToList();
        if (active.Count > 2 || active.Skip(1).Any(lease => !lease.Second))
            yield return $"Run {run.Id} has {active.Count} active leases.";
        if (active.Select(lease => lease.Agent).Distinct().Count() < active.Count)
            yield return $"Run {run.Id} is trained twice by one agent.";
        if (!run.ActiveLeases.SequenceEqual(active))
            yield return $"Run {run.Id} does not know its active leases.";
    }

    /// <summary>An open run is either being trained or waits in the queue of its sweep; a run that is not open does not wait.</summary>
    private static IEnumerable<string> Path(RunState run)
    {
        var waits = run.Sweep.Waiting.Contains(run);
        if (run.Open && run.CurrentLease is null && !waits)
            yield return $"Run {run.Id} is open but neither trained nor waiting.";
        if (waits && (!run.Open || run.CurrentLease is not null))
            yield return $"Run {run.Id} waits although it is not open or is being trained.";
    }

    private static IEnumerable<string> Slots(CoordinatorState state)
    {
        var begun = state.ActiveLeases.Where(lease => !lease.Waits);
        foreach (var slot in begun.GroupBy(lease => (lease.Agent, lease.Slot)).Where(group => group.Count() > 1))
            yield return FormattableString.Invariant($"Slot {slot.Key.Slot} of agent {slot.Key.Agent} has {slot.Count()} active leases.");
        foreach (var lease in state.ActiveLeases)
        {
            var agent = state.Agent(lease.Agent);
            if ((lease.Waits ? agent?.Ahead : agent?.Leases)?.GetValueOrDefault(lease.Slot) != lease)
                yield return $"Agent {lease.Agent} does not know its active lease {lease.Id}.";
            if (lease.Waits && agent?.Leases.ContainsKey(lease.Slot) is not true)
                yield return FormattableString.Invariant(
                    $"Lease {lease.Id} waits for slot {lease.Slot} of agent {lease.Agent}, which is free.");
        }
    }
}
