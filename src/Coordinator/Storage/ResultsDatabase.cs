using System.Threading.Channels;
using LiteDB;
using Serilog;
using Serilog.Events;
using Sweep.Coordinator.Journal;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The LiteDB file that people query: a projection of the journal that can be remade from it at any time. LiteDB 5.0.20 corrupts
/// its free-page list under concurrent use (its issues 2503, 2792, 2822), so one thread owns the file and every read and write is
/// a piece of work for that thread, done in the order asked.
/// </summary>
internal sealed class ResultsDatabase : IAsyncDisposable
{
    /// <summary>A journal of so many entries is replayed in about a second.</summary>
    private const long ManyEntries = 50_000;

    private readonly Channel<Action<ResultsFile>> work = Channel.CreateUnbounded<Action<ResultsFile>>(new() { SingleReader = true });
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger logger;
    private readonly string file;
    private readonly bool asCopy;
    private readonly UnsyncedMark mark;
    private LoadedPages? loaded;

    private ResultsDatabase(string file, bool asCopy, ILogger logger, UnsyncedMark mark) =>
        (this.file, this.asCopy, this.logger, this.mark) = (file, asCopy, logger, mark);

    /// <summary>
    /// Opens or creates the file. One that does not open, or knows of more than <paramref name="lastSequence"/>, the end of the
    /// journal, is moved aside for inspection and an empty one takes its place. It is written without syncs where the machine says when it
    /// was started, and made anew where it has gone down since.
    /// </summary>
    /// <exception cref="IOException">The device refuses, which says nothing about the file: it stays where it is.</exception>
    public static Task<ResultsDatabase> Open(string file, long lastSequence, ILogger logger) =>
        Open(file, lastSequence, logger, UnsyncedMark.ThisStart);

    /// <param name="start">Which start of the machine this is; null where the machine does not say.</param>
    /// <inheritdoc cref="Open(string, long, ILogger)"/>
    public static Task<ResultsDatabase> Open(string file, long lastSequence, ILogger logger, string? start) =>
        new ResultsDatabase(file, asCopy: false, logger, new(file, start)).Opened(lastSequence);

    /// <summary>
    /// As <see cref="Open(string, long, ILogger)"/>, but of what the file had when it was opened: nothing is written to its folder, and one
    /// that cannot be used is left where it is.
    /// </summary>
    public static Task<ResultsDatabase> OpenCopy(string file, long lastSequence, ILogger logger) =>
        new ResultsDatabase(file, asCopy: true, logger, new(file, UnsyncedMark.ThisStart)).Opened(lastSequence);

    private async Task<ResultsDatabase> Opened(long lastSequence)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Own(lastSequence, opened)) { IsBackground = true, Name = "results database" }.Start();
        await opened.Task;
        return this;
    }

    /// <summary>
    /// Done on the owning thread before every piece of work, and before the file is closed: what waits to be written is there for whoever
    /// asks. What it throws is the answer.
    /// </summary>
    public Action<ResultsFile>? First { get; set; }

    /// <summary>Sequence of the last journal entry that is projected; 0 for an empty database.</summary>
    public Task<long> Watermark() => Ask(WatermarkDocument.Sequence);

    /// <summary>Runs <paramref name="work"/> on the owning thread. It must return values, never a lazy query.</summary>
    public Task<T> Ask<T>(Func<ResultsFile, T> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = this.work.Writer.TryWrite(database =>
        {
            try
            {
                First?.Invoke(database);
                answer.SetResult(work(database));
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        if (!accepted)
            answer.SetException(new ObjectDisposedException(nameof(ResultsDatabase)));
        return answer.Task;
    }

    /// <summary>Copies all that was written so far into <paramref name="file"/>, between two pieces of work.</summary>
    /// <param name="durable">Whether the copy is on disk when this is done.</param>
    /// <returns>The watermark of the copy.</returns>
    public Task<long> CopyTo(string file, bool durable) => Ask(database =>
    {
        database.Checkpoint();
        using (var copy = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            CopyPages(copy);
            if (durable)
                DurableFile.Sync(copy);
        }
        return WatermarkDocument.Sequence(database);
    });

    private void CopyPages(FileStream copy)
    {
        if (loaded is { } inMemory)
        {
            inMemory.Pages.Position = 0;
            inMemory.Pages.CopyTo(copy);
            return;
        }
        using var pages = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        pages.CopyTo(copy);
    }

    /// <summary>Finishes the work that was asked for, checkpoints and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        work.Writer.TryComplete();
        await closed.Task;
    }

    private void Own(long lastSequence, TaskCompletionSource opened)
    {
        ResultsFile database;
        try
        {
            database = asCopy ? OpenSoundCopy(lastSequence) : OpenSound(lastSequence);
            opened.SetResult();
        }
        catch (Exception e)
        {
            opened.SetException(e);
            return;
        }
#pragma warning disable VSTHRD002 // A thread of its own, which waits for nothing but work.
        while (work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
#pragma warning restore VSTHRD002
            while (work.Reader.TryRead(out var piece))
                piece(database);
        Close(database);
        loaded?.Dispose();
        closed.SetResult();
    }

    private void Close(ResultsFile database)
    {
        try
        {
            First?.Invoke(database);
        }
        catch (ResultsUnavailableException)
        {
            // Whoever tried to write has said so.
        }
        try
        {
            database.Checkpoint();
            database.Dispose();
            if (!asCopy)
                Settle();
        }
        catch (Exception e)
        {
            logger.Error(e, "The results database {File} did not close cleanly; it is mended from the journal at the next start", file);
            DisposeDamaged(database);
        }
    }

    /// <summary>The file is whole and closed.</summary>
    private void Settle()
    {
        mark.Clear();
        var log = new FileInfo(WriteAheadLog.Of(file));
        if (log is { Exists: true, Length: 0 })
            log.Delete();
    }

    private ResultsFile OpenHere()
    {
        if (!mark.CanBeSet)
            return ResultsFile.Open(file);
        mark.Set();
        return ResultsFile.OpenUnsynced(file);
    }

    private ResultsFile OpenSound(long lastSequence)
    {
        if (mark.IsOfAnotherStart)
        {
            logger.Information(
                "The machine has gone down while {File} was written; the results database is made anew from the journal", file);
            Delete(file);
        }
        ResultsFile? database = null;
        string? damage;
        try
        {
            database = OpenHere();
            Wholeness.Check(database, file);
            damage = AheadOf(lastSequence, database);
            if (damage is null)
                return database;
        }
        catch (OtherVersionException other)
        {
            return MadeAnew(other);
        }
        catch (Exception e) when (IsDamage(e))
        {
            damage = e.Message;
        }
        catch
        {
            DisposeDamaged(database);
            throw;
        }
        DisposeDamaged(database);
        var aside = MoveAside();
        logger.Error("The results database {File} cannot be used ({Damage}); it is kept as {Aside} and remade from the journal",
            file, damage, aside);
        return OpenHere();
    }

    private ResultsFile OpenSoundCopy(long lastSequence)
    {
        ResultsFile? database = null;
        string? damage;
        if (mark.IsOfAnotherStart)
            return EmptyCopy();
        loaded = LoadedPages.Of(file);
        try
        {
            database = ResultsFile.Open(loaded.Pages, loaded.Log);
            database.Checkpoint();
            loaded.Pages.Position = 0;
            Wholeness.Check(loaded.Pages);
            damage = AheadOf(lastSequence, database);
            if (damage is null)
                return database;
        }
        catch (OtherVersionException other)
        {
            // In a large home the same wait comes with every question: worth a word. In a small one nobody notices.
            logger.Write(
                lastSequence < ManyEntries ? LogEventLevel.Information : LogEventLevel.Warning,
                "The results database {File} is of another version of Sweep ({Version}), so this answer comes from the journal; " +
                "sweep db rebuild makes it anew",
                file, other.Message);
            return EmptyCopy();
        }
        catch (Exception e) when (IsDamage(e))
        {
            damage = e.Message;
        }
        DisposeDamaged(database);
        logger.Warning(
            "The results database {File} cannot be used ({Damage}); this answer comes from the journal, " +
            "and the next coordinator makes the database anew",
            file, damage);
        return EmptyCopy();
    }

    private ResultsFile EmptyCopy()
    {
        loaded?.Dispose();
        loaded = LoadedPages.Empty();
        return ResultsFile.Open(loaded.Pages, loaded.Log);
    }

    /// <summary>Nothing is kept of a sound file of another version: all that it says is in the journal.</summary>
    private ResultsFile MadeAnew(OtherVersionException other)
    {
        logger.Information("The results database {File} is of another version of Sweep ({Version}); it is made anew from the journal",
            file, other.Message);
        Delete(file);
        return OpenHere();
    }

    /// <summary>Deletes a results database that nobody has open, with all that is beside it.</summary>
    public static void Delete(string file)
    {
        // Last what says that the others cannot be relied upon.
        foreach (var part in new[] { file, WriteAheadLog.Of(file), UnsyncedMark.Of(file) })
            File.Delete(part);
    }

    /// <summary>LiteDB meets damaged pages with exceptions of any type; what the device refuses is no damage.</summary>
    internal static bool IsDamage(Exception problem) =>
        problem is not (UnauthorizedAccessException or OutOfMemoryException) && DeviceFault.In(problem) is null;

    private static string? AheadOf(long lastSequence, ResultsFile database) =>
        WatermarkDocument.Sequence(database) is var watermark && watermark > lastSequence
            ? FormattableString.Invariant($"it is at entry {watermark} of a journal that ends at {lastSequence}")
            : null;

    private void DisposeDamaged(LiteDatabase? database)
    {
        try
        {
            database?.Dispose();
        }
        catch (Exception e)
        {
            logger.Warning(e, "Closing the damaged results database failed");
        }
    }

    private string MoveAside()
    {
        var number = 1;
        while (File.Exists(Aside(file, number)) || File.Exists(Aside(WriteAheadLog.Of(file), number)))
            number++;
        // Where a power cut brings it back, the next start sets it aside again.
        foreach (var part in new[] { file, WriteAheadLog.Of(file) }.Where(File.Exists))
            WholeFile.MoveAside(part, Aside(part, number));
        return Aside(file, number);
    }

    private static string Aside(string file, int number) => FormattableString.Invariant($"{file}.damaged-{number}");
}
