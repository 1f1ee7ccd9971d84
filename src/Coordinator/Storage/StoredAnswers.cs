using System.Collections.Immutable;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Querying;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The questions of <see cref="Queries"/>, asked on the thread of the results database. So nobody else needs to know LiteDB.
/// </summary>
/// <param name="live">Whether somebody is there who could train.</param>
internal sealed class StoredAnswers(ResultsDatabase database, bool live)
{
    public Task<ImmutableArray<SweepView>> Sweeps() =>
        database.Ask(opened => Queries.Sweeps(opened).Select(sweep => Queries.View(opened, sweep, live)).ToImmutableArray());

    public Task<SweepView> Sweep(string? name) => database.Ask(opened => Queries.View(opened, Queries.Sweep(opened, name), live));

    /// <summary>The trials of the sweep's grid in its order.</summary>
    public Task<ImmutableArray<TrialRow>> Results(string? sweep) =>
        database.Ask(opened => Queries.AsSeen(opened.Trials.Grid(Queries.Sweep(opened, sweep).Spec.Name), live));

    public Task<ResultTable> Ask(TrialQuestion question)
    {
        var query = ResultsQuery.Parse(question);
        return database.Ask(opened => TrialAnswer.Of(opened, question, query, live));
    }

    public Task<ResultTable> Select(SqlQuestion question, CancellationToken cancellation) =>
        SqlQuestions.Answer(database, question, cancellation);

    /// <summary>One sweep's trials, read at one moment.</summary>
    public Task<SweepRecord> Ranking(string? sweep) => database.Ask(opened => Queries.Ranking(opened, Queries.Sweep(opened, sweep), live));

    /// <summary>Everything about one sweep, read at one moment.</summary>
    public Task<SweepRecord> Record(string? sweep) => database.Ask(opened => Queries.Record(opened, Queries.Sweep(opened, sweep), live));

    public Task<ImmutableArray<EpochOrigin>> Origins(RunId run) => database.Ask(opened => Queries.Origins(opened, run));

    public Task<ImmutableArray<AgentView>> Agents() => database.Ask(Queries.Agents);
}
