using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// Answers straight from a home folder where no coordinator is live, and leaves the folder as it is: any number of questions may be asked
/// at once, also of a home that may only be read. Nobody trains there, so nothing is shown as running.
/// </summary>
public sealed class HomeQueries : IQueries, ISource, IAsyncDisposable
{
    private static readonly ForecastView Nobody = Forecasting.Forecast.Unknown("no coordinator is running");

    private readonly Home folder;
    private readonly CoordinatorState state;
    private readonly Projection projection;
    private readonly ResultsDatabase database;

    private HomeQueries(Home folder, CoordinatorState state, Projection projection, ResultsDatabase database) =>
        (this.folder, this.state, this.projection, this.database) = (folder, state, projection, database);

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
            var (state, projection) = await OpenHome.Replay(
                sequence => journal.After(sequence).Select(placed => placed.Entry), database, log);
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

    bool ISource.Live => false;

    /// <summary>With all that the journal has, of this moment.</summary>
    internal ResultsDatabase Database => database;

    ResultsDatabase ISource.Database => database;

    RunLogs ISource.Logs => new(folder.RunLogs);

    public Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) =>
        QuestionKinds.Answer(question, this, cancellation);

    async Task<StatusView> ISource.Status(CancellationToken cancellation)
    {
        var sweeps = ImmutableArray.CreateRange(
            await database.Ask(opened => Queries.Views(opened, live: false)),
            sweep => sweep.State == SweepStatus.Interrupted ? sweep with { Forecast = Nobody } : sweep);
        return new(false, sweeps, [], await database.Ask(Queries.Agents))
        {
            At = TimeProvider.System.GetUtcNow(),
            Forecast = sweeps.Any(sweep => sweep.Forecast is not null) ? Nobody : null,
            Failures = LatestFailures.Of(state),
            Findings = StatusFindings.Of(projection, [.. state.LeftOut]),
        };
    }

    Task<ImmutableArray<AgentView>> ISource.Agents(CancellationToken cancellation) => database.Ask(Queries.Agents);

    Task<ExplanationView> ISource.Explain(string name, ExplainedKind? kind, CancellationToken cancellation)
    {
        var explained = Explanation.Of(name, kind, state, Surroundings.AtRest(TimeProvider.System.GetUtcNow()));
        return Task.FromResult(explained.View ?? throw new BadInputException(explained.Refusal!));
    }

    Task<EventPage> ISource.Events(long since, CancellationToken cancellation)
    {
        var after = EventPages.From(since, state.Sequence);
        var entries = JournalReader.Of(folder.JournalFolder).After(after, state.Sequence).Select(placed => placed.Entry);
        return Task.FromResult(EventPages.Of(after, [.. entries.Take(EventPages.Length)], state));
    }

    Task<SubmitView> ISource.Preview(SweepSpec spec, CancellationToken cancellation) =>
        Task.FromResult(Submission.Of(state, spec).View);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(BlobStore.IsName(sha256) ? BlobFiles.Open(RealFiles.OfThisMachine, folder.Blobs, sha256) : null);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
