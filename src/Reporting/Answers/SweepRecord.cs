using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Reporting.Answers;

/// <summary>Everything that is known about one sweep, as it stood at one moment: what reports, plots and exports are made from.</summary>
/// <param name="Source">The sweep file's own text.</param>
/// <param name="Trials">In the grid's order.</param>
/// <param name="Curves">Each run's epochs, from 1 without gaps.</param>
/// <param name="Attempts">Every lease of the sweep's runs, oldest first.</param>
public sealed record SweepRecord(
    SweepSpec Spec,
    string Source,
    DateTimeOffset SubmittedAt,
    SweepView View,
    ImmutableArray<TrialRow> Trials,
    ImmutableDictionary<RunId, ImmutableArray<EpochMetrics>> Curves,
    ImmutableArray<Attempt> Attempts)
{
    /// <summary>Trials that a later sweep file took out of the grid.</summary>
    public ImmutableArray<TrialRow> Removed { get; init; } = [];

    /// <summary>The learning curve of one trial: its run's epochs up to its own last; shorter while it is not done.</summary>
    public ImmutableArray<EpochMetrics> CurveOf(TrialRow trial) =>
        Curves.TryGetValue(trial.Run, out var curve) ? curve[..Math.Min(curve.Length, trial.Epochs)] : [];
}

/// <summary>One attempt to train a run: a lease, who held it and what became of it.</summary>
/// <param name="StartedAt">When the trainer had loaded its dataset; null when it never came to that.</param>
/// <param name="EndedAt">Null while it is at work.</param>
/// <param name="Detail">The cause in one sentence, with the trainer's last words where it crashed; empty when all went well.</param>
/// <param name="Provenance">Where and with what it was trained; null when it never started.</param>
public sealed record Attempt(
    LeaseId Lease, RunId Run, string Agent, int Slot, int Number, int FromEpoch, int ToEpoch,
    DateTimeOffset GrantedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, Outcome? Outcome, string Detail, Provenance? Provenance);
