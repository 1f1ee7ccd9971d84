using System.Collections.Concurrent;
using System.Collections.Immutable;
using LiteDB;
using LiteDB.Engine;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The opened file of the results database, what is kept in memory of it, and a second door through which nothing can be changed.
/// </summary>
internal sealed class ResultsFile : LiteDatabase, IRecords
{
    /// <summary>
    /// Those that no collector may come by. Where a device refuses, LiteDB closes its engine and leaves the transaction to a finalizer,
    /// which throws, and that ends the process in the middle of what it has to say.
    /// </summary>
    private static readonly ConcurrentBag<ResultsFile> Refused = [];
    private readonly Stream[] streams;

    /// <param name="streams">What is closed with it.</param>
    private ResultsFile(ILiteEngine engine, BsonMapper mapper, params Stream[] streams) : base(engine, mapper)
    {
        this.streams = streams;
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
    public static ResultsFile Open(string file) => Open(file, synced: true);

    /// <summary>Opens a database that is kept in streams, with everything in place.</summary>
    /// <param name="log">Its write-ahead log.</param>
    /// <exception cref="OtherVersionException">The pages are sound, but their documents are those of another program.</exception>
    public static ResultsFile Open(Stream pages, Stream log) => Prepared(Opened(new() { DataStream = pages, LogStream = log }));

    /// <summary>
    /// As <see cref="Open(string)"/>, but what is written is on disk when the system pleases: LiteDB syncs its log about once a page, and
    /// the journal has all that is in it. See <see cref="UnsyncedMark"/>.
    /// </summary>
    /// <exception cref="OtherVersionException">The file is sound, but its documents are those of another program.</exception>
    public static ResultsFile OpenUnsynced(string file) => Open(file, synced: false);

    private static ResultsFile Open(string file, bool synced)
    {
        var pages = new DiskStream(file, synced);
        DiskStream? log = null;
        try
        {
            log = new(WriteAheadLog.Of(file), synced);
            return Prepared(Opened(new() { DataStream = pages, LogStream = log }, pages, log));
        }
        catch
        {
            log?.Dispose();
            pages.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file without putting anything in place.</summary>
    public static ResultsFile OpenAsItIs(string file) => Opened(new() { Filename = file });

    private static ResultsFile Opened(EngineSettings settings, params Stream[] streams)
    {
        var mapper = new BsonMapper { TrimWhitespace = false, EmptyStringToNull = false };
        settings.Collation = Collation.Binary;
        return new(new LiteEngine(settings), mapper, streams);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !Answers())
            Refused.Add(this);
        base.Dispose(disposing);
        foreach (var stream in disposing ? streams : [])
            stream.Dispose();
    }

    private bool Answers()
    {
        try
        {
            return GetCollection(Schema.Projected).Count() >= 0;
        }
        catch (Exception)
        {
            return false;
        }
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

    /// <summary>
    /// LiteDB syncs files that it opens itself, and only flushes streams that it is given. It is unbuffered: what was written is not lost
    /// with the process.
    /// </summary>
    private sealed class DiskStream(string path, bool synced)
        : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.RandomAccess)
    {
        public override void Flush()
        {
            if (synced)
                DurableFile.Sync(this);
            else
                base.Flush();
        }
    }
}
