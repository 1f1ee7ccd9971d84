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
    private readonly ResultsDatabase database;
    private readonly long last;
    private readonly Lazy<Task<(CoordinatorState State, Projection Projection)>> followed;

    /// <param name="last">The journal's last entry.</param>
    private HomeQueries(Home folder, ResultsDatabase database, long last, ILogger log)
    {
        (this.folder, this.database, this.last) = (folder, database, last);
        followed = new(() => OpenHome.Replay(
            sequence => JournalReader.Of(folder.JournalFolder).After(sequence, last).Select(placed => placed.Entry), database, log));
    }

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
            var last = journal.LastSequence();
            database = await ResultsDatabase.OpenCopy(home.ResultsDatabase, last, log);
            var queries = new HomeQueries(home, database, last, log);
            if (await database.Ask(opened => FollowedDocument.Upto(opened, last)))
                journal.Check();
            else
                await queries.followed.Value;
            return queries;
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

    /// <summary>Whether the journal had to be followed for what was asked until now.</summary>
    internal bool HasFollowed => followed.IsValueCreated;

    /// <summary>With all that the journal has, of this moment.</summary>
    internal ResultsDatabase Database => database;

    ResultsDatabase ISource.Database => database;

    Task<T> ISource.Recorded<T>(Func<IRecords, T> ask) => database.Ask(opened => ask(opened));

    RunLogs ISource.Logs => new(folder.RunLogs);

    public Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) =>
        QuestionKinds.Answer(question, this, cancellation);

    async Task<StatusView> ISource.Status(CancellationToken cancellation)
    {
        var sweeps = await database.Ask(opened => Queries.Views(opened, live: false));
        return AtRest(sweeps, await database.Ask(Queries.Agents), await Failures()) with { Findings = await Findings() };
    }

    /// <summary>How sweeps stand where nobody trains.</summary>
    internal static StatusView AtRest(
        ImmutableArray<SweepView> recorded, ImmutableArray<AgentView> agents, ImmutableArray<FailureView> failures)
    {
        var sweeps = ImmutableArray.CreateRange(
            recorded, sweep => sweep.State == SweepStatus.Interrupted ? sweep with { Forecast = Nobody } : sweep);
        return new(false, sweeps, [], agents)
        {
            At = TimeProvider.System.GetUtcNow(),
            Forecast = sweeps.Any(sweep => sweep.Forecast is not null) ? Nobody : null,
            Failures = failures,
        };
    }

    /// <summary>
    /// A database in which this program has left nothing out answers by itself; only what else is asked of the journal needs it followed.
    /// </summary>
    private async Task<ImmutableArray<FailureView>> Failures() => followed.IsValueCreated
        ? LatestFailures.Of((await followed.Value).State)
        : await database.Ask(LatestFailures.Of);

    private async Task<IReadOnlyList<string>?> Findings() => followed.IsValueCreated
        ? StatusFindings.Of((await followed.Value).Projection, [.. (await followed.Value).State.LeftOut])
        : null;

    Task<ImmutableArray<AgentView>> ISource.Agents(CancellationToken cancellation) => database.Ask(Queries.Agents);

    async Task<ExplanationView> ISource.Explain(string name, ExplainedKind? kind, CancellationToken cancellation)
    {
        var explained = Explanation.Of(name, kind, (await followed.Value).State, Surroundings.AtRest(TimeProvider.System.GetUtcNow()));
        return explained.View ?? throw new BadInputException(explained.Refusal!);
    }

    async Task<EventPage> ISource.Events(long since, string? agent, CancellationToken cancellation)
    {
        IEnumerable<JournalEntry> Read(long after) =>
            JournalReader.Of(folder.JournalFolder).After(after, last).Select(placed => placed.Entry);

        var state = (await followed.Value).State;
        if (agent is not null)
        {
            return await EventPages.OfAgent(
                agent, since, last, Read, (after, entries, about) => Task.FromResult(EventPages.Of(after, entries, state, about)));
        }
        var from = EventPages.From(since, last);
        return EventPages.Of(from, [.. Read(from).Take(EventPages.Length)], state);
    }

    async Task<SubmitView> ISource.Preview(SweepSpec spec, CancellationToken cancellation) =>
        Submission.Of((await followed.Value).State, spec).View;

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(BlobStore.IsName(sha256) ? BlobFiles.Open(RealFiles.OfThisMachine, folder.Blobs, sha256) : null);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
