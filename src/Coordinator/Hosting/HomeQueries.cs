using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Reporting.Tables;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Hosting;

/// <summary>Answers straight from a home folder where no coordinator is live. Nobody trains there, so nothing is shown as running.</summary>
public sealed class HomeQueries : IQueries, IAsyncDisposable
{
    private static readonly ForecastView Nobody = Forecasting.Forecast.Unknown("no coordinator is running");

    private readonly OpenHome _home;
    private readonly StoredAnswers _stored;

    private readonly Home _folder;

    private HomeQueries(Home folder, OpenHome home) => (_folder, _home, _stored) = (folder, home, new(home.Database, live: false));

    /// <exception cref="BadInputException">The home is in use, cannot be written, or its journal is damaged.</exception>
    public static async Task<HomeQueries> Open(Home home, ILogger log) => new(home, await OpenHome.Open(home, log));

    public async Task<StatusView> Status(CancellationToken cancellation)
    {
        var sweeps = ImmutableArray.CreateRange(await _stored.Sweeps(), sweep => sweep.State == "interrupted" ? sweep with { Forecast = Nobody } : sweep);
        return new(false, sweeps, [], await _stored.Agents())
        {
            At = DateTimeOffset.UtcNow,
            Forecast = sweeps.Any(sweep => sweep.Forecast is not null) ? Nobody : null,
            Failures = LatestFailures.Of(_home.State),
            Findings = StatusFindings.Of(_home.Projection, [.. _home.State.LeftOut]),
        };
    }

    public Task<SweepView> Sweep(string? sweep, CancellationToken cancellation) => _stored.Sweep(sweep);

    public async Task<BestView> Best(string? sweep, CancellationToken cancellation) => (await Sweep(sweep, cancellation)).Best;

    public Task<ImmutableArray<TrialRow>> Results(string? sweep, CancellationToken cancellation) => _stored.Results(sweep);

    public Task<ResultTable> Ask(TrialQuestion question, CancellationToken cancellation) => _stored.Ask(question);

    public Task<ResultTable> Select(SqlQuestion question, CancellationToken cancellation) => _stored.Select(question, cancellation);

    public Task<SweepRecord> Ranking(string? sweep, CancellationToken cancellation) => _stored.Ranking(sweep);

    public Task<SweepRecord> Record(string? sweep, CancellationToken cancellation) => _stored.Record(sweep);

    public Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation) => _stored.Agents();

    public Task<ImmutableArray<EpochOrigin>> Origins(RunId run, CancellationToken cancellation) => _stored.Origins(run);

    public Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation) => Task.FromResult(Submission.Of(_home.State, spec).View);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(new BlobStore(_folder.Blobs, TimeProvider.System).Open(sha256));

    public ValueTask DisposeAsync() => _home.DisposeAsync();
}
