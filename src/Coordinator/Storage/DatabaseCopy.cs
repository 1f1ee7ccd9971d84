using LiteDB;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// A copy of a results database to look at: merely opening one writes to it, so the original is never opened. Gone when disposed.
/// </summary>
internal sealed class DatabaseCopy : IDisposable
{
    private const string Name = "results.db";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-database-");

    private DatabaseCopy()
    {
    }

    public string File => Path.Combine(folder.FullName, Name);

    /// <summary>Of a file that no process has open; null where there is none, or the next start makes it anew after a power cut.</summary>
    public static DatabaseCopy? OfFile(string file)
    {
        if (!System.IO.File.Exists(file) || new UnsyncedMark(file, UnsyncedMark.ThisStart).IsOfAnotherStart)
            return null;
        return Made(copy =>
        {
            System.IO.File.Copy(file, copy.File);
            if (System.IO.File.Exists(WriteAheadLog.Of(file)))
                System.IO.File.Copy(WriteAheadLog.Of(file), WriteAheadLog.Of(copy.File));
        });
    }

    /// <summary>Of a database that is in use, at a moment between two of its transactions.</summary>
    public static async Task<DatabaseCopy> OfLive(ResultsDatabase database)
    {
        var copy = new DatabaseCopy();
        try
        {
            await database.CopyTo(copy.File, durable: false);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>How far into the journal it is, and the version of its documents: null where it has none yet.</summary>
    /// <exception cref="UnreadableDatabaseException">It does not open.</exception>
    public (int? Version, long Watermark) Place() =>
        Read(database => (WatermarkDocument.Version(database), WatermarkDocument.Sequence(database)));

    /// <summary>See <see cref="DocumentComparison"/>.</summary>
    /// <exception cref="UnreadableDatabaseException">There is something in it that cannot be read.</exception>
    public void Compare(DocumentComparison comparison, CoordinatorState state, CoordinatorState end, ExpectedDocuments expectedAtEnd) =>
        Read(database =>
    {
        comparison.Compare(database, state, end, expectedAtEnd);
        return true;
    });

    private T Read<T>(Func<LiteDatabase, T> work)
    {
        try
        {
            using var database = ResultsFile.OpenAsItIs(File);
            return work(database);
        }
        // LiteDB meets damaged pages with exceptions of any type.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new UnreadableDatabaseException(e.Message);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static DatabaseCopy Made(Action<DatabaseCopy> fill)
    {
        var copy = new DatabaseCopy();
        try
        {
            fill(copy);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}

/// <summary>A results database that does not open or cannot be read.</summary>
internal sealed class UnreadableDatabaseException(string message) : Exception(message);
