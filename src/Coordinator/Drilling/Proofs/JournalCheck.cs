using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Drilling.Proofs;

/// <summary>What the journal of a drill says in the end.</summary>
/// <param name="Open">Trials of the grid without a result: not done, whatever the reason.</param>
/// <param name="Lost">Epochs that were acknowledged and are not there.</param>
/// <param name="Repeated">Epochs of a run that are recorded more than once; a trial's result is its run's epoch, so no trial has two where
/// this is 0.</param>
/// <param name="TrainedSeconds">Wall clock of all recorded epochs, as their trainers measured it.</param>
internal sealed record JournalSummary(
    int Trials, int Results, int Open, int Lost, int Repeated, int EpochsRecorded, double TrainedSeconds, int CoordinatorStarts,
    int LeasesGranted, IReadOnlyList<string> Findings);

/// <summary>Checks a journal against its own grid and against what the coordinator promised while it was alive. Pure.</summary>
internal static class JournalCheck
{
    private const int Named = 3;

    public static JournalSummary Of(IEnumerable<JournalEvent> events, IReadOnlyDictionary<(RunId Run, int Epoch), EpochMetrics?> promised)
    {
        var state = new CoordinatorState();
        var recorded = new Dictionary<(RunId, int), EpochMetrics>();
        var (repeated, seconds, starts, leases) = (new List<string>(), 0.0, 0, 0);
        foreach (var e in events)
        {
            state.Apply(e);
            switch (e)
            {
                case CoordinatorStarted: starts++; break;
                case LeaseGranted: leases++; break;
                case EpochRecorded epoch:
                    seconds += epoch.Metrics.Seconds;
                    if (!recorded.TryAdd((epoch.Run, epoch.Metrics.Epoch), epoch.Metrics))
                        repeated.Add($"Run {epoch.Run} has epoch {epoch.Metrics.Epoch} recorded twice.");
                    break;
            }
        }
        var trials = state.Sweeps.SelectMany(sweep => sweep.Trials).ToList();
        var open = trials.Where(trial => CoordinatorState.ResultOf(trial) is null).ToList();
        var lost = promised.Keys.Count(promise => !recorded.ContainsKey(promise));
        var broken = promised
            .Select(promise => Broken(promise.Key.Run, promise.Key.Epoch, promise.Value, recorded)).OfType<string>().ToList();
        return new(
            trials.Count, trials.Count - open.Count, open.Count, lost, repeated.Count, recorded.Count, seconds, starts, leases,
            [.. Some(repeated), .. Some(broken), .. NotDone(open, trials.Count)]);
    }

    private static IEnumerable<string> NotDone(List<SweepTrial> open, int trials)
    {
        if (open.Count == 0)
            yield break;
        var states = open.GroupBy(CoordinatorState.TrialStateOf)
            .Select(state => FormattableString.Invariant($"{state.Count()} {state.Key.ToString().ToLowerInvariant()}"));
        yield return FormattableString.Invariant($"{open.Count} of {trials} trials have no result: {string.Join(", ", states)}.");
    }

    private static string? Broken(RunId run, int epoch, EpochMetrics? metrics, Dictionary<(RunId, int), EpochMetrics> recorded) =>
        !recorded.TryGetValue((run, epoch), out var kept) ? $"Epoch {epoch} of run {run} was acknowledged and is not in the journal."
        : metrics is not null && metrics != kept ? $"Epoch {epoch} of run {run} was accepted as {metrics} and is in the journal as {kept}."
        : null;

    private static List<string> Some(List<string> all) =>
        all.Count <= Named ? all : [.. all.Take(Named), FormattableString.Invariant($"… and {all.Count - Named} more of these.")];
}
