using System.Collections.Immutable;
using Akka.Actor;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// The coordinator of this process: orders go to its actor, questions to the results database. What an order changed is on its way to
/// the database before the order is answered, so a question asked after it sees it.
/// </summary>
/// <param name="actor">Completes when the node has started.</param>
/// <param name="stopping">Ends what still waits for an answer when the coordinator stops.</param>
internal sealed class LiveCoordinator(
    Task<IActorRef> actor, ResultsDatabase database, Projection projection, BlobStore blobs, CancellationToken stopping)
    : ICoordinator, IDrain
{
    private readonly StoredAnswers stored = new(database, live: true);

    public async Task<StatusView> Status(CancellationToken cancellation)
    {
        var sweeps = await Stored.Sweeps();
        var live = await Ask<LiveView>(new GetLive(), cancellation);
        var forecast = Forecast.Of(live.Work);
        return new(true, [.. sweeps.Select(sweep => sweep with
        {
            Forecast = forecast.Sweeps.GetValueOrDefault(sweep.Name),
            Waiting = live.Waiting.GetValueOrDefault(sweep.Name),
        })], live.Running, live.Agents)
        {
            Recent = projection.Recent,
            At = live.At,
            Forecast = forecast.All,
            Throughput = live.Throughput,
            Failures = live.Failures,
            Findings = StatusFindings.Of(projection, live.LeftOut),
        };
    }

    public Task<SweepView> Sweep(string? sweep, CancellationToken cancellation) => Stored.Sweep(sweep);

    public async Task<BestView> Best(string? sweep, CancellationToken cancellation) => (await Sweep(sweep, cancellation)).Best;

    public Task<ImmutableArray<TrialRow>> Results(string? sweep, CancellationToken cancellation) => Stored.Results(sweep);

    public Task<ResultTable> Ask(TrialQuestion question, CancellationToken cancellation) => Stored.Ask(question);

    public Task<ResultTable> Select(SqlQuestion question, CancellationToken cancellation) => Stored.Select(question, cancellation);

    public Task<SweepRecord> Ranking(string? sweep, CancellationToken cancellation) => Stored.Ranking(sweep);

    public Task<SweepRecord> Record(string? sweep, CancellationToken cancellation) => Stored.Record(sweep);

    public async Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation) =>
        (await Ask<LiveView>(new GetLive(), cancellation)).Agents;

    public Task<ImmutableArray<EpochOrigin>> Origins(RunId run, CancellationToken cancellation) => Stored.Origins(run);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) => Task.FromResult<Stream?>(blobs.Open(sha256));

    public Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation) =>
        Ask<SubmitView>(new SubmitSweep(spec, source), cancellation);

    public Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation) =>
        Ask<SubmitView>(new SubmitSweep(spec, source, confirmed), cancellation);

    public Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation) =>
        Ask<SubmitView>(new PreviewSweep(spec), cancellation);

    public Task Cancel(string sweep, CancellationToken cancellation) => Ask<Done>(new CancelSweep(sweep), cancellation);

    public Task Resume(string sweep, CancellationToken cancellation) => Ask<Done>(new ResumeSweep(sweep), cancellation);

    public async Task<int> RetryFailed(string sweep, CancellationToken cancellation) =>
        (await Ask<Retried>(new RetryFailed(sweep), cancellation)).Trials;

    public Task Drain(CancellationToken cancellation) => Ask<Done>(new StartDrain(), cancellation);

    public Task EndDrain(CancellationToken cancellation) => Ask<Done>(new EndDrain(), cancellation);

    /// <summary>The database, or an exception where it has fallen behind for good.</summary>
    private StoredAnswers Stored
    {
        get
        {
            projection.CheckCurrent();
            return stored;
        }
    }

    private async Task<T> Ask<T>(object question, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        var coordinator = await actor.WaitAsync(either.Token);
        return await coordinator.Ask<object>(question, Timeout.InfiniteTimeSpan, either.Token) switch
        {
            T answer => answer,
            Unconfirmed unconfirmed => throw new UnconfirmedException(unconfirmed.Question),
            Declined declined => throw new BadInputException(declined.Reason),
            var other => throw new InvalidOperationException(
                $"The coordinator answered {question.GetType().Name} with {other.GetType().Name}."),
        };
    }
}
