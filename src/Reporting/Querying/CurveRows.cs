using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>Trials as the rows of their learning curves, and rows as what comes after one another in a run.</summary>
internal static class CurveRows
{
    /// <summary>One row for each epoch that a trial has seen: its hyperparameters, and what was measured after that epoch.</summary>
    /// <param name="curve">A run's epochs, from 1 without gaps.</param>
    public static IEnumerable<TrialRow> Of(TrialRow trial, ImmutableArray<(EpochMetrics Metrics, DateTimeOffset At)> curve)
    {
        TrialRow? before = null;
        foreach (var (metrics, at) in curve.Take(trial.Epochs))
        {
            before = trial.Measuring(metrics.Values) with
            {
                Epoch = metrics.Epoch,
                Seconds = metrics.Seconds,
                OwnSeconds = metrics.Seconds,
                LostSeconds = null,
                Finished = at,
                Previous = before,
            };
            yield return before;
        }
    }

    /// <summary>Trials that differ only in epochs share epochs: of these rows each is kept once, as one of the longest trial.</summary>
    public static IReadOnlyList<TrialRow> Once(IReadOnlyList<TrialRow> rows)
    {
        var longest = new Dictionary<(RunId, int?), TrialRow>();
        foreach (var row in rows)
            if (!longest.TryGetValue((row.Run, row.Epoch), out var known) || known.Epochs < row.Epochs)
                longest[(row.Run, row.Epoch)] = row;
        return [.. rows.Where(row => ReferenceEquals(longest[(row.Run, row.Epoch)], row))];
    }

    /// <summary>Each trial with the one of its run that has the next fewer epochs.</summary>
    public static ImmutableArray<TrialRow> Linked(ImmutableArray<TrialRow> trials)
    {
        var linked = new Dictionary<TrialId, TrialRow>();
        foreach (var run in trials.GroupBy(trial => trial.Run))
        {
            TrialRow? before = null;
            foreach (var trial in run.OrderBy(trial => trial.Epochs))
                linked[trial.Trial] = before = trial with { Previous = before };
        }
        return ImmutableArray.CreateRange(trials, trial => linked[trial.Trial]);
    }
}
