using System.Buffers.Binary;
using LiteDB;
using LiteDB.Engine;

namespace Sweep.Coordinator.Storage;

/// <summary>The collections of the results database and what is indexed. Every document carries its version as <c>v</c>.</summary>
internal static class Schema
{
    /// <summary>Raised when documents change their shape: a database of another version is remade from the journal.</summary>
    public const int Version = 3;

    public const string Sweeps = "sweeps";
    public const string Trials = "trials";
    public const string Runs = "runs";
    public const string Epochs = "epochs";
    public const string Agents = "agents";
    /// <summary>One document, <c>{ _id: 1, v, sequence }</c>: how far into the journal the database is.</summary>
    public const string Projection = "projection";

    public static readonly IReadOnlyList<string> Collections = [Trials, Epochs, Runs, Sweeps, Agents, Projection];

    private static readonly Dictionary<string, string> Indexed = new()
    {
        [Sweeps] = "submitted",
        [Trials] = "sweep",
        [Runs] = "sweep",
        [Epochs] = "run",
        [Agents] = "host",
    };

    /// <summary>The fields of a collection's documents that are looked up, the identity first.</summary>
    public static IEnumerable<string> KeysOf(string collection) => ["_id", Indexed[collection]];

    /// <summary>
    /// Opens the file with everything in place before anyone is served: LiteDB may close its engine when a collection is read while
    /// it is being created. The collation is set at creation, so that ids differ by case and the file does not depend on the machine's
    /// culture.
    /// </summary>
    public static ResultsFile Open(string file) => Prepared(OpenAsItIs(file));

    /// <summary>Opens a database that is kept in streams, with everything in place.</summary>
    /// <param name="log">Its write-ahead log.</param>
    public static ResultsFile Open(Stream pages, Stream log) => Prepared(Opened(new() { DataStream = pages, LogStream = log }));

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

    /// <summary>Opens the file without putting anything in place.</summary>
    public static ResultsFile OpenAsItIs(string file) => Opened(new() { Filename = file });

    private static ResultsFile Opened(EngineSettings settings)
    {
        var mapper = new BsonMapper { TrimWhitespace = false, EmptyStringToNull = false };
        settings.Collation = Collation.Binary;
        return new(new LiteEngine(settings), mapper);
    }

    /// <summary>The version of the file's documents; null where it has none yet.</summary>
    public static int? VersionOf(LiteDatabase database) => database.GetCollection(Projection).FindById(1)?["v"].AsInt32;

    public static long Watermark(LiteDatabase database) => database.GetCollection(Projection).FindById(1)?["sequence"].AsInt64 ?? 0;

    public static void SetWatermark(LiteDatabase database, long sequence) =>
        database.GetCollection(Projection).Upsert(new BsonDocument { ["_id"] = 1, ["v"] = Version, ["sequence"] = sequence });

    private const int PageBytes = 8192;
    /// <summary>Where the header page of LiteDB's file format 8 has the number of the last page.</summary>
    private const int LastPage = 64;

    /// <summary>LiteDB's write-ahead log of <paramref name="file"/>.</summary>
    public static string LogFile(string file) =>
        Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}-log{Path.GetExtension(file)}");

    private static void Prepare(LiteDatabase database)
    {
        database.UtcDate = true;
        foreach (var (collection, field) in Indexed)
            database.GetCollection(collection).EnsureIndex(field);
        if (database.GetCollection(Projection).FindById(1) is { } projected && projected["v"].AsInt32 != Version)
            throw new OtherVersionException(projected["v"].AsInt32);
        if (database.GetCollection(Projection).Count() == 0)
            SetWatermark(database, 0);
    }

    /// <summary>
    /// Looks for the damage that LiteDB itself does not see when it opens a file: one cut short. Its pages have no checksums, so a changed
    /// byte shows only to a comparison with the journal.
    /// </summary>
    public static void CheckWhole(LiteDatabase database, string file)
    {
        database.Checkpoint();
        using var pages = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        CheckWhole(pages);
    }

    /// <summary>The same of pages that are read from their beginning.</summary>
    public static void CheckWhole(Stream pages)
    {
        Span<byte> header = stackalloc byte[LastPage + sizeof(uint)];
        pages.ReadExactly(header);
        var needed = (BinaryPrimitives.ReadUInt32LittleEndian(header[LastPage..]) + 1L) * PageBytes;
        if (pages.Length < needed)
            throw new InvalidDataException($"it has {pages.Length} bytes of {needed}");
    }
}

/// <summary>The file is sound, but its documents are those of an older or a newer program: it is made anew from the journal.</summary>
/// <param name="version">Of the documents.</param>
internal sealed class OtherVersionException(int version)
    : Exception(FormattableString.Invariant($"it was written by a program with document version {version}"));
