using System.Collections.Immutable;
using Sweep.Coordinator.Reporting;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Storage;

/// <summary>The questions of <see cref="Queries"/>, asked on the thread of the results database. So nobody else needs to know LiteDB.</summary>
/// <param name="live">Whether somebody is there who could train.</param>
internal sealed class StoredAnswers(ResultsDatabase database, bool live)
{
    public Task<ImmutableArray<SweepView>> Sweeps() =>
        database.Ask(opened => Queries.Sweeps(opened).Select(sweep => Queries.View(opened, sweep, live)).ToImmutableArray());

    public Task<SweepView> Sweep(string? name) => database.Ask(opened => Queries.View(opened, Queries.Sweep(opened, name), live));

    /// <summary>The trials of the sweep's grid in its order. Where nobody trains, none is running.</summary>
    public Task<ImmutableArray<TrialRow>> Results(string? sweep) => database.Ask(opened =>
        ImmutableArray.CreateRange(Queries.Results(opened, Queries.Sweep(opened, sweep).Spec.Name), row => live ? row : AtRest(row)));

    /// <summary>Everything about one sweep, read at one moment.</summary>
    public Task<SweepRecord> Record(string? sweep) => database.Ask(opened =>
    {
        var record = Queries.Record(opened, Queries.Sweep(opened, sweep), live);
        return live ? record : record with { Trials = ImmutableArray.CreateRange(record.Trials, AtRest) };
    });

    public Task<ImmutableArray<EpochOrigin>> Origins(RunId run) => database.Ask(opened => Queries.Origins(opened, run));

    public Task<ImmutableArray<AgentView>> Agents() => database.Ask(Queries.Agents);

    private static TrialRow AtRest(TrialRow row) => row.State == TrialState.Running ? row with { State = TrialState.Pending } : row;
}
