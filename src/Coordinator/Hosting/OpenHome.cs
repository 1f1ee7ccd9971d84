using Serilog;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// A home that is ours: locked, its journal replayed and its results database brought up to the journal's end.
/// </summary>
internal sealed class OpenHome : IAsyncDisposable
{
    private readonly Home home;
    private readonly ILogger log;

    private OpenHome(
        Home home, HomeLock held, FileJournal journal, CoordinatorState state, ResultsDatabase database, Projection projection, ILogger log)
    {
        (this.home, Lock, Journal, State, Database, Projection) = (home, held, journal, state, database, projection);
        this.log = log;
    }

    public FileJournal Journal { get; }
    public CoordinatorState State { get; }
    public ResultsDatabase Database { get; }
    public Projection Projection { get; }
    private HomeLock Lock { get; }

    /// <exception cref="BadInputException">The home is in use, cannot be written, or its journal is damaged.</exception>
    public static Task<OpenHome> Open(Home home, ILogger log) => Open(home, HomeLock.Take(home), log);

    /// <param name="held">
    /// The lock of <paramref name="home"/>; given back when the result is disposed, or here where the home cannot be opened.
    /// </param>
    public static async Task<OpenHome> Open(Home home, HomeLock held, ILogger log)
    {
        FileJournal? journal = null;
        ResultsDatabase? database = null;
        try
        {
            journal = FileJournal.Open(home.JournalFolder);
            if (journal.Recovery is { } torn)
                log.Warning(
                    "The journal ended in the middle of an entry that nobody was told of; {Bytes} bytes were cut off {File}",
                    torn.Bytes, torn.File);
            database = await ResultsDatabase.Open(home.ResultsDatabase, journal.LastSequence, log);
            var (state, projection) = await Replay(journal.ReadAfter, database, log);
            return new(home, held, journal, state, database, projection, log);
        }
        catch (Exception e)
        {
            if (database is not null)
                await database.DisposeAsync();
            journal?.Dispose();
            held.Dispose();
            if (e is JournalDamagedException or UnknownEntryException or PoisonousEntryException)
                throw new BadInputException(e.Message);
            throw;
        }
    }

    /// <summary>Replays all of the journal and brings the database up to its end.</summary>
    /// <param name="readAfter">The entries after a number, to the journal's end.</param>
    public static async Task<(CoordinatorState State, Projection Projection)> Replay(
        Func<long, IEnumerable<JournalEntry>> readAfter, ResultsDatabase database, ILogger log)
    {
        var (state, projection) = (new CoordinatorState(), new Projection(database, log));
        foreach (var entry in readAfter(0))
        {
            Apply(entry, state);
            projection.Replayed(entry);
        }
        foreach (var leftOut in state.LeftOut)
            log.Warning(
                "{What:l} (entry {Entry} of the journal) cannot be followed and counts for nothing: {Why:l}",
                leftOut.What, leftOut.Sequence, leftOut.Why);
        await projection.CatchUp(readAfter(await database.Watermark()), state);
        return (state, projection);
    }

    /// <summary>
    /// For questions to the folder, which are answered without it as well: what keeps it from being written stops nothing.
    /// </summary>
    internal static void WriteDigest(Home home, Projection projection, CoordinatorState state, JournalEnd end, ILogger log)
    {
        if (DigestFile.EndOf(home.ResultsDigest) == end)
            return;
        try
        {
            if (projection.DigestOf(state, end) is { } digest)
                DigestFile.Write(home.ResultsDigest, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Information("The digest of the results database was not written: {Reason}", e.Message);
        }
    }

    private static void Apply(JournalEntry entry, CoordinatorState state)
    {
        try
        {
            state.Apply(entry.Event);
        }
        catch (Exception e)
        {
            throw new PoisonousEntryException(entry.Sequence, $"{entry.Event.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>Nobody uses the state any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        WriteDigest(home, Projection, State, Journal.End, log);
        Journal.Dispose();
        Lock.Dispose();
    }
}
