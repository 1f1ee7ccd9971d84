using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// Answers from a home folder by its digest what that knows, which takes a tenth of the time that the results database takes; the database
/// is opened when something else is asked for.
/// </summary>
internal sealed class DigestQueries : IQueries, ISource, IAsyncDisposable
{
    private readonly Home home;
    private readonly Digest digest;
    private readonly ILogger log;
    private readonly Lazy<Task<HomeQueries>> rest;

    private DigestQueries(Home home, Digest digest, ILogger log)
    {
        (this.home, this.digest, this.log) = (home, digest, log);
        rest = new(Rest);
    }

    /// <summary>Whether the digest did not know all that was asked until now.</summary>
    internal bool HasOpenedDatabase => rest.IsValueCreated;

    /// <summary>Null where the home has no digest of its journal as it is.</summary>
    /// <param name="shared">Held while this reads the folder; the caller's to give back.</param>
    /// <exception cref="BadInputException">The journal is damaged.</exception>
    public static DigestQueries? Open(Home home, HomeLock shared, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(shared);
        if (DigestFile.Read(home.ResultsDigest) is not { } digest)
            return null;
        try
        {
            return JournalReader.Of(home.JournalFolder).Check() == digest.End ? new(home, digest, log) : null;
        }
        catch (JournalDamagedException damage)
        {
            throw new BadInputException(damage.Message);
        }
    }

    bool ISource.Live => false;

    ResultsDatabase ISource.Database => throw new InvalidOperationException("The database is asked through the queries to it.");

    RunLogs ISource.Logs => new(home.RunLogs);

    public async Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) => Knows(question)
        ? await QuestionKinds.Answer(question, this, cancellation)
        : await (await rest.Value).Ask(question, cancellation);

    public async Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        await (await rest.Value).Checkpoint(sha256, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (rest is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await rest.Value).DisposeAsync();
    }

    private static bool Knows(object question) =>
        question is StatusNow or SweepOf or BestOf or BestPageOf or ResultsOf or RankingOf or AgentsNow or TrialQuestion { Epochs: false };

    Task<T> ISource.Recorded<T>(Func<IRecords, T> ask) => Task.FromResult(ask(digest));

    Task<StatusView> ISource.Status(CancellationToken cancellation) =>
        Task.FromResult(HomeQueries.AtRest(Queries.Views(digest, live: false), digest.Agents, digest.Failures));

    Task<ImmutableArray<AgentView>> ISource.Agents(CancellationToken cancellation) => Task.FromResult(digest.Agents);

    async Task<ExplanationView> ISource.Explain(string name, ExplainedKind? kind, CancellationToken cancellation) =>
        await ((ISource)await rest.Value).Explain(name, kind, cancellation);

    async Task<EventPage> ISource.Events(long since, string? agent, CancellationToken cancellation) =>
        await ((ISource)await rest.Value).Events(since, agent, cancellation);

    async Task<SubmitView> ISource.Preview(SweepSpec spec, CancellationToken cancellation) =>
        await ((ISource)await rest.Value).Preview(spec, cancellation);

    /// <summary>The home is free again since the digest was read, so it is looked at anew: somebody may have changed it.</summary>
    private async Task<HomeQueries> Rest()
    {
        using var shared = HomeLock.TryShare(home)
            ?? throw new NoCoordinatorException(HomeQueue.Refusal(home)) { MayComeBack = true };
        return await HomeQueries.Open(home, shared, log);
    }
}
