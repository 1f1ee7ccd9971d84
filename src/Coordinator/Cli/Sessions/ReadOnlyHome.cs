using System.Collections.Immutable;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>
/// A home that may only be read, in a coordinator's place: questions are answered, and orders that would change nothing are obeyed.
/// </summary>
/// <param name="only">What is said to every other order.</param>
internal sealed class ReadOnlyHome(IQueries queries, ReadOnlyHomeException only) : ICoordinator
{
    public Task<StatusView> Status(CancellationToken cancellation) => queries.Status(cancellation);

    public Task<SweepView> Sweep(string? sweep, CancellationToken cancellation) => queries.Sweep(sweep, cancellation);

    public Task<BestView> Best(string? sweep, CancellationToken cancellation) => queries.Best(sweep, cancellation);

    public Task<ImmutableArray<TrialRow>> Results(string? sweep, CancellationToken cancellation) => queries.Results(sweep, cancellation);

    public Task<ResultTable> Ask(TrialQuestion question, CancellationToken cancellation) => queries.Ask(question, cancellation);

    public Task<ResultTable> Select(SqlQuestion question, CancellationToken cancellation) => queries.Select(question, cancellation);

    public Task<SweepRecord> Ranking(string? sweep, CancellationToken cancellation) => queries.Ranking(sweep, cancellation);

    public Task<SweepRecord> Record(string? sweep, CancellationToken cancellation) => queries.Record(sweep, cancellation);

    public Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation) => queries.Agents(cancellation);

    public Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation) => queries.Preview(spec, cancellation);

    public Task<ImmutableArray<EpochOrigin>> Origins(RunId run, CancellationToken cancellation) => queries.Origins(run, cancellation);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) => queries.Checkpoint(sha256, cancellation);

    public Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation) =>
        Submit(spec, source, confirmed: true, cancellation);

    /// <summary>Of a sweep that is complete and would stay as it is.</summary>
    public async Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation)
    {
        var view = await queries.Preview(spec, cancellation);
        return view is { NewTrials: 0, RemovedTrials: 0, OpenTrials: 0, WasCancelled: false } ? view : throw only;
    }

    public Task Cancel(string sweep, CancellationToken cancellation) => throw only;

    public Task Resume(string sweep, CancellationToken cancellation) => throw only;

    public Task<int> RetryFailed(string sweep, CancellationToken cancellation) => throw only;
}
