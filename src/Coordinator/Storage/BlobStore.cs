using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Sweeps;
using Sweep.Files;

namespace Sweep.Coordinator.Storage;

/// <summary>What was sent is not what its name says: damaged on the way, or misnamed.</summary>
public sealed class BlobMismatchException(string expected, string actual)
    : Exception($"The content's SHA-256 is {actual}, not {expected}: it was damaged on the way; send it again.");

/// <summary>
/// Checkpoints by content, as <c>blobs/ab/abcdef…</c>, the name being the SHA-256 in lower-case hexadecimal. A blob is complete and
/// verified the moment it is there. Safe for concurrent use.
/// </summary>
public sealed class BlobStore
{
    /// <summary>How long a blob is kept that no report has named yet; an agent's report follows its upload by seconds.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    private const int BufferBytes = 1 << 17;
    private readonly IFiles files;
    private readonly string folder;
    private readonly string arriving;
    private readonly Lock collecting = new();
    /// <summary>Folders of blobs whose own names are on disk.</summary>
    private readonly ConcurrentDictionary<string, bool> shelves = [];
    private readonly TimeProvider time;
    private readonly long started;
    private int holders;
    private long arrivals;
    private readonly ConcurrentDictionary<string, long> wanted = [];
    /// <summary>Blobs of which parts were asked for, as they were when they were last read whole.</summary>
    private readonly ConcurrentDictionary<string, (long Bytes, DateTime Written)> sound = [];

    /// <summary>Opens the store and sweeps out what an earlier process left half-written; the caller holds the home's lock.</summary>
    public BlobStore(string folder, TimeProvider time)
        : this(RealFiles.OfThisMachine, folder, time)
    {
    }

    /// <inheritdoc cref="BlobStore(string, TimeProvider)"/>
    public BlobStore(IFiles files, string folder, TimeProvider time)
    {
        (this.files, this.folder, this.time) = (files, folder, time);
        arriving = Path.Combine(folder, "arriving");
        started = time.GetTimestamp();
        DurableFolder.Make(files, folder);
        if (files.IsFolder(arriving))
            files.DeleteFolder(arriving);
        files.MakeFolder(arriving);
        // An earlier process may have been killed before the name of a shelf was safe.
        files.SyncFolder(folder);
        foreach (var shelf in files.FoldersIn(folder))
            shelves[shelf] = true;
    }

    /// <summary>
    /// Whether <paramref name="name"/> is 64 lower-case hexadecimal digits: guards the store's paths against the network.
    /// </summary>
    public static bool IsName(string name) => HexForm.IsSha256(name);

    /// <summary>
    /// Stores <paramref name="content"/> if it hashes to <paramref name="sha256"/>; returns when it is on disk. Repeating it changes
    /// nothing.
    /// </summary>
    /// <exception cref="BlobMismatchException">It does not; nothing is stored.</exception>
    public async Task Put(string sha256, Stream content, CancellationToken cancellation)
    {
        // A name beside those of other uploads of the same content; nothing of an earlier process is there.
        var temporary = Path.Combine(arriving, Interlocked.Increment(ref arrivals).ToString(CultureInfo.InvariantCulture));
        try
        {
            var actual = await Write(temporary, content, cancellation);
            if (actual != sha256)
                throw new BlobMismatchException(sha256, actual);
            var path = PathOf(sha256);
            Want(sha256);
            MakeShelf(path);
            DurableFile.MoveInto(files, temporary, path);
        }
        finally
        {
            files.Delete(temporary);
        }
    }

    /// <summary>
    /// Whether the blob is there and what its name says, with <paramref name="bytes"/> bytes where given, on disk like one that was
    /// uploaded. Asking keeps it as if it had been uploaded now.
    /// </summary>
    public bool Has(string sha256, long? bytes = null)
    {
        // First, so that a collection meanwhile spares it.
        Want(sha256);
        using var found = Open(sha256, bytes);
        if (found is null)
            return false;
        // Who put it there may have failed, or been killed, before its name was safe; and whoever asks relies on it from here on.
        var path = PathOf(sha256);
        MakeShelf(path);
        files.SyncFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Length in bytes; null where the blob is not there.</summary>
    public long? Length(string sha256) => Look(sha256)?.Bytes;

    /// <summary>
    /// The blob's content; null where it is not there, not of the length expected, or damaged on the disk: what is served is what was
    /// stored, and a damaged blob is as good as none, so that its next upload mends it.
    /// </summary>
    public Stream? Open(string sha256, long? bytes = null) => BlobFiles.Open(files, folder, Checked(sha256), bytes);

    /// <summary>
    /// As <see cref="Open"/>, for one who wants a part: a file that was sound and has not changed since is not read whole for it again.
    /// </summary>
    public Stream? OpenForPart(string sha256)
    {
        if (Look(sha256) is not { } seen || !sound.TryGetValue(sha256, out var before) || before != seen)
        {
            var whole = Open(sha256);
            if (whole is not null && Look(sha256) is { } now)
                sound[sha256] = now;
            return whole;
        }
        try
        {
            return BlobFiles.Read(files, folder, sha256);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Deletes every blob that is not in <paramref name="keep"/> and has been here for <see cref="Grace"/>. Time counts from the last
    /// upload, but never from before this process started: reports may have waited in agents' outboxes while no coordinator was there. It
    /// is monotonic, because a wall clock that is set forward makes nothing older.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    public int Collect(IReadOnlySet<string> keep)
    {
        lock (collecting)
            return holders > 0 ? 0 : CollectNow(keep);
    }

    /// <summary>Nothing is collected until the result is disposed: what is there now can be read or copied in peace.</summary>
    public IDisposable Hold()
    {
        lock (collecting)
            holders++;
        return new Held(this);
    }

    private int CollectNow(IReadOnlySet<string> keep)
    {
        if (time.GetElapsedTime(started) < Grace)
            return 0;
        foreach (var (name, _) in wanted.Where(blob => time.GetElapsedTime(blob.Value) >= Grace))
            wanted.TryRemove(name, out _);
        var deleted = 0;
        foreach (var shelf in files.FoldersIn(folder).Where(shelf => shelf != arriving))
            foreach (var file in files.FilesIn(shelf))
                if (Path.GetFileName(file) is var name && !keep.Contains(name) && !wanted.ContainsKey(name))
                {
                    files.Delete(file);
                    sound.TryRemove(name, out _);
                    deleted++;
                }
        return deleted;
    }

    private void MakeShelf(string path)
    {
        var shelf = Path.GetDirectoryName(path)!;
        if (shelves.ContainsKey(shelf))
            return;
        DurableFolder.Make(files, shelf);
        shelves[shelf] = true;
    }

    private void Want(string sha256) => wanted[sha256] = time.GetTimestamp();

    private (long Bytes, DateTime Written)? Look(string sha256) => files.Look(PathOf(sha256));

    private string PathOf(string sha256) => BlobFiles.PathIn(folder, Checked(sha256));

    private static string Checked(string sha256) =>
        IsName(sha256) ? sha256 : throw new ArgumentException($"'{sha256}' is not the name of a blob", nameof(sha256));

    private async Task<string> Write(string path, Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = files.Open(path, new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        }).Stream;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Sha256Name.Of(hash);
    }

    private sealed class Held(BlobStore store) : IDisposable
    {
        private int released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) != 0)
                return;
            lock (store.collecting)
                store.holders--;
        }
    }
}
