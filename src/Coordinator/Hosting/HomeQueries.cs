using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// Answers straight from a home folder where no coordinator is live, and leaves the folder as it is: any number of questions may be asked at
/// once, also of a home that may only be read. Nobody trains there, so nothing is shown as running.
/// </summary>
public sealed class HomeQueries : IQueries, IAsyncDisposable
{
    private static readonly ForecastView Nobody = Forecasting.Forecast.Unknown("no coordinator is running");

    private readonly Home _folder;
    private readonly CoordinatorState _state;
    private readonly Projection _projection;
    private readonly ResultsDatabase _database;
    private readonly StoredAnswers _stored;

    private HomeQueries(Home folder, CoordinatorState state, Projection projection, ResultsDatabase database) =>
        (_folder, _state, _projection, _database, _stored) = (folder, state, projection, database, new(database, live: false));

    /// <summary>What is recorded at this moment.</summary>
    /// <exception cref="BadInputException">A process is at work in the home, or its journal is damaged.</exception>
    public static async Task<HomeQueries> Open(Home home, ILogger log)
    {
        using var shared = HomeLock.Share(home);
        return await Open(home, shared, log);
    }

    /// <param name="shared">Held while this reads the folder; the caller's to give back.</param>
    public static async Task<HomeQueries> Open(Home home, HomeLock shared, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(shared);
        ResultsDatabase? database = null;
        try
        {
            var journal = JournalReader.Of(home.JournalFolder);
            database = await ResultsDatabase.OpenCopy(home.ResultsDatabase, journal.LastSequence(), log);
            var (state, projection) = await OpenHome.Replay(sequence => journal.After(sequence).Select(placed => placed.Entry), database, log);
            return new(home, state, projection, database);
        }
        catch (Exception e)
        {
            if (database is not null)
                await database.DisposeAsync();
            if (e is JournalDamagedException or UnknownEntryException or PoisonousEntryException)
                throw new BadInputException(e.Message);
            throw;
        }
    }

    /// <summary>The database with all that the journal has, of this moment.</summary>
    internal ResultsDatabase Database => _database;

    public async Task<StatusView> Status(CancellationToken cancellation)
    {
        var sweeps = ImmutableArray.CreateRange(await _stored.Sweeps(), sweep => sweep.State == "interrupted" ? sweep with { Forecast = Nobody } : sweep);
        return new(false, sweeps, [], await _stored.Agents())
        {
            At = DateTimeOffset.UtcNow,
            Forecast = sweeps.Any(sweep => sweep.Forecast is not null) ? Nobody : null,
            Failures = LatestFailures.Of(_state),
            Findings = StatusFindings.Of(_projection, [.. _state.LeftOut]),
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

    public Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation) => Task.FromResult(Submission.Of(_state, spec).View);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(BlobStore.IsName(sha256) ? BlobFiles.Open(_folder.Blobs, sha256) : null);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
