using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>What there is to ask about, without a database and without the answers' own code.</summary>
/// <param name="Sweeps">The one submitted last first.</param>
internal sealed record AskedHome(ImmutableArray<AskedSweep> Sweeps)
{
    /// <param name="bySubmission">The names of the sweeps, the one submitted last first.</param>
    /// <param name="live">Whether somebody is there who could train: without him nothing is running.</param>
    public static AskedHome Of(CoordinatorState state, IEnumerable<string> bySubmission, bool live) =>
        new([.. bySubmission.Select(name => AskedSweep.Of(state, state.Sweep(name)!, live))]);
}

/// <param name="Grid">In its order.</param>
/// <param name="Removed">Trials that are no longer in the grid, by their identity.</param>
/// <param name="Curves">The recorded epochs of every run, from the first.</param>
internal sealed record AskedSweep(
    string Name, Objective Objective, ImmutableArray<TrialRow> Grid, ImmutableArray<TrialRow> Removed,
    ImmutableDictionary<RunId, ImmutableArray<(EpochMetrics Metrics, DateTimeOffset At)>> Curves)
{
    public static AskedSweep Of(CoordinatorState state, SweepState sweep, bool live)
    {
        var removed = sweep.EveryTrial.Where(trial => !trial.InGrid).OrderBy(trial => trial.Id.Value, StringComparer.Ordinal);
        return new(
            sweep.Name, sweep.Spec.Objective,
            [.. sweep.Trials.Select(Row)],
            [.. removed.Select(Row)],
            sweep.AllRuns.ToImmutableDictionary(
                run => run.Id, run => run.Curve.Records.Select(epoch => (epoch.Metrics, epoch.At)).ToImmutableArray()));

        TrialRow Row(SweepTrial trial)
        {
            var row = StateRecords.Trial(state, trial).Row;
            return !live && row.State == TrialState.Running ? row with { State = TrialState.Pending } : row;
        }
    }
}

/// <summary>A row of a question: a trial, or an epoch of its curve.</summary>
/// <param name="Metrics">Of the epoch; null where the row is the trial's.</param>
/// <param name="At">When the epoch was recorded.</param>
/// <param name="Before">One step earlier in the same run; null where there is none.</param>
internal sealed record AskedRow(TrialRow Trial, EpochMetrics? Metrics, DateTimeOffset? At, AskedRow? Before);
