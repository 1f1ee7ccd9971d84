using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Drilling.Proofs;

/// <summary>
/// Every result that the coordinator ever showed to somebody who asked. What was shown once must be shown ever after, the same to the last
/// bit.
/// </summary>
internal sealed class ResultsLedger
{
    private readonly Dictionary<string, Dictionary<TrialId, Result>> sweeps = [];

    private readonly record struct Result(
        TrialState State, double? TrainLoss, double? ValLoss, double? ValAccuracy, MetricValues? Metrics, int? BestEpoch);

    public int Count => sweeps.Values.Sum(shown => shown.Count);

    /// <param name="trials">All trials of the sweep, as they are shown now.</param>
    /// <returns>What is not as it was shown before, a sentence each.</returns>
    public IReadOnlyList<string> Compare(string sweep, IEnumerable<TrialRow> trials)
    {
        if (!sweeps.TryGetValue(sweep, out var shown))
            sweeps.Add(sweep, shown = []);
        var now = trials.Where(HasResult).ToDictionary(row => row.Trial, ResultOf);
        var gone = shown.Keys.Where(trial => !now.ContainsKey(trial))
            .Select(trial => $"Trial {trial} of {sweep} was shown with a result and later without one.");
        var changed = shown.Where(before => now.TryGetValue(before.Key, out var after) && after != before.Value)
            .Select(before => $"Trial {before.Key} of {sweep} was shown as {before.Value} and later as {now[before.Key]}.");
        string[] found = [.. gone, .. changed];
        foreach (var (trial, result) in now)
            shown.TryAdd(trial, result);
        return found;
    }

    private static bool HasResult(TrialRow row) => row.State is TrialState.Completed or TrialState.Diverged;

    private static Result ResultOf(TrialRow row) => new(row.State, row.TrainLoss, row.ValLoss, row.ValAccuracy, row.Metrics, row.BestEpoch);
}
