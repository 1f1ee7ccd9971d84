using System.Collections.Immutable;
using LiteDB;
using LiteDB.Engine;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The opened file of the results database, what is kept in memory of it, and a second door through which nothing can be changed.
/// </summary>
internal sealed class ResultsFile : LiteDatabase, IRecords
{
    private ResultsFile(ILiteEngine engine, BsonMapper mapper) : base(engine, mapper)
    {
        Trials = new(this);
        ReadOnly = new LiteDatabase(new ReadOnlyEngine(engine), mapper, disposeOnClose: false);
    }

    public TrialRows Trials { get; }

    public ImmutableArray<SweepOutline> Outlines => [.. LastFirst().Select(SweepDocument.Outline)];

    public StoredSweep? Find(string? name) =>
        (name is null ? LastFirst(limit: 1).FirstOrDefault() : GetCollection(Schema.Sweeps).FindById(name)) is { } document
            ? SweepDocument.Record(document)
            : null;

    public RankingRules? RulesOf(string? name) => Find(name) is { } sweep ? RankingRules.Of(sweep.Spec) : null;

    public TrialRow? Trial(TrialId id) =>
        GetCollection(Schema.Trials).FindById(id.Value) is { } document ? TrialDocument.Row(document) : null;

    public ImmutableArray<TrialRow> TrialsOf(string sweep) => Trials.All(sweep);

    private IEnumerable<BsonDocument> LastFirst(int limit = int.MaxValue) =>
        GetCollection(Schema.Sweeps).Find(Query.All("submitted", Query.Descending), limit: limit);

    /// <summary>
    /// Answers questions in LiteDB's own language; what would change anything is a <see cref="Experiments.Inputs.BadInputException"/>.
    /// </summary>
    public ILiteDatabase ReadOnly { get; }

    /// <summary>
    /// Opens the file with everything in place before anyone is served: LiteDB may close its engine when a collection is read while
    /// it is being created. The collation is set at creation, so that ids differ by case and the file does not depend on the machine's
    /// culture.
    /// </summary>
    /// <exception cref="OtherVersionException">The file is sound, but its documents are those of another program.</exception>
    public static ResultsFile Open(string file) => Prepared(OpenAsItIs(file));

    /// <summary>Opens a database that is kept in streams, with everything in place.</summary>
    /// <param name="log">Its write-ahead log.</param>
    /// <exception cref="OtherVersionException">The pages are sound, but their documents are those of another program.</exception>
    public static ResultsFile Open(Stream pages, Stream log) => Prepared(Opened(new() { DataStream = pages, LogStream = log }));

    /// <summary>
    /// As <see cref="Open(string)"/>, but what is written is on disk when the system pleases: LiteDB syncs its log about once a page, and
    /// the journal has all that is in it. See <see cref="UnsyncedMark"/>.
    /// </summary>
    /// <exception cref="OtherVersionException">The file is sound, but its documents are those of another program.</exception>
    public static ResultsFile OpenUnsynced(string file)
    {
        // LiteDB syncs files that it opens itself, and only flushes streams that it is given.
        var pages = Unbuffered(file);
        try
        {
            var log = Unbuffered(WriteAheadLog.Of(file));
            try
            {
                return Open(pages, log);
            }
            catch
            {
                log.Dispose();
                throw;
            }
        }
        catch
        {
            pages.Dispose();
            throw;
        }
    }

    /// <summary>What was written is not lost with the process.</summary>
    private static FileStream Unbuffered(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.RandomAccess);

    /// <summary>Opens the file without putting anything in place.</summary>
    public static ResultsFile OpenAsItIs(string file) => Opened(new() { Filename = file });

    private static ResultsFile Opened(EngineSettings settings)
    {
        var mapper = new BsonMapper { TrimWhitespace = false, EmptyStringToNull = false };
        settings.Collation = Collation.Binary;
        return new(new LiteEngine(settings), mapper);
    }

    private static ResultsFile Prepared(ResultsFile database)
    {
        try
        {
            Prepare(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Prepare(ResultsFile database)
    {
        database.UtcDate = true;
        foreach (var (collection, field) in Schema.Indexed)
            database.GetCollection(collection).EnsureIndex(field);
        if (WatermarkDocument.Version(database) is { } version && version != Schema.Version)
            throw new OtherVersionException(version);
        if (database.GetCollection(Schema.Projected).Count() == 0)
            WatermarkDocument.Write(database, 0);
    }
}
