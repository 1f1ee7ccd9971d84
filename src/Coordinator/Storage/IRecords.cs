using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>What is recorded of sweeps and their trials, in documents or in the digest of them.</summary>
internal interface IRecords
{
    /// <summary>All sweeps, the one submitted last first.</summary>
    ImmutableArray<SweepOutline> Outlines { get; }

    /// <summary>The sweep of that name, or the one submitted last where it is null; null where there is none.</summary>
    StoredSweep? Find(string? name);

    /// <summary>How the trials of <see cref="Find"/>'s sweep are compared; null where there is none.</summary>
    RankingRules? RulesOf(string? name);

    /// <summary>Null where there is none.</summary>
    TrialRow? Trial(TrialId id);

    /// <summary>All trials of a sweep: the grid's in its order, then those that are no longer part of it, by their identity.</summary>
    ImmutableArray<TrialRow> TrialsOf(string sweep);
}
