using System.Globalization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// Checkpoints on this machine: those that the coordinator has yet to get, and the last few of every run, so that continuing here
/// costs no download. A file's name says run, epoch and content. Not thread-safe.
/// </summary>
internal sealed class CheckpointCache
{
    internal const int KeptPerRun = 2;
    internal const int KeptInAll = 256;
    private const string Extension = ".checkpoint";
    private const string Part = ".part";

    private readonly IFiles disk;
    private readonly string folder;
    private readonly Dictionary<string, CheckpointFile> files = [];
    private readonly HashSet<string> needed = [];
    private readonly HashSet<string> unsynced = [];
    private long clock;

    /// <param name="needed">SHA-256 of the checkpoints named in reports that still wait.</param>
    public CheckpointCache(string folder, IEnumerable<string> needed)
        : this(RealFiles.OfThisMachine, folder, needed)
    {
    }

    /// <inheritdoc cref="CheckpointCache(string, IEnumerable{string})"/>
    public CheckpointCache(IFiles disk, string folder, IEnumerable<string> needed)
    {
        (this.disk, this.folder) = (disk, folder);
        DurableFolder.Make(disk, folder);
        foreach (var half in disk.FilesIn(folder).Where(path => path.EndsWith(Part, StringComparison.Ordinal)))
            disk.Delete(half);
        foreach (var path in disk.FilesIn(folder)
            .Where(path => path.EndsWith(Extension, StringComparison.Ordinal))
            .OrderBy(path => disk.Look(path)?.Written).ThenBy(path => path, StringComparer.Ordinal))
            Index(path);
        this.needed.UnionWith(needed);
    }

    public int Count => files.Count;

    /// <summary>The path of a checkpoint; null when it is not here.</summary>
    public string? Find(string sha256)
    {
        if (!files.TryGetValue(sha256, out var file))
            return null;
        file.Used = ++clock;
        return file.Path;
    }

    /// <summary>
    /// The path of a checkpoint to continue from; null when it is not here or not what was written: then the coordinator's copy serves.
    /// </summary>
    public string? FindSound(string sha256) => Find(sha256) is { } path && IsSound(disk, path, sha256) ? path : null;

    /// <summary>Whether the file's content is the one of that name.</summary>
    public static bool IsSound(IFiles disk, string path, string sha256) => Sha256Name.OfFile(disk, path) == sha256;

    /// <summary>
    /// Takes over a file that a trainer wrote, under its own name; it is on disk with the next <see cref="Commit"/>. It stays until
    /// <see cref="Release"/>.
    /// </summary>
    public CheckpointReference Adopt(RunId run, int epoch, string path)
    {
        string sha256;
        long bytes;
        using (var file = disk.OpenRead(path))
        {
            sha256 = Sha256Name.Of(file);
            bytes = file.Length;
        }
        var target = PathOf(run, epoch, sha256);
        // Durable with the commit, before any report names it.
        WholeFile.MoveInto(disk, path, target);
        Index(target);
        needed.Add(sha256);
        unsynced.Add(target);
        Trim(run);
        return new(epoch, sha256, bytes);
    }

    /// <summary>Puts on disk what was taken over since the last time, with its names.</summary>
    /// <exception cref="IOException">Nobody knows which of it is on disk, and another try does not tell.</exception>
    public void Commit()
    {
        if (unsynced.Count == 0)
            return;
        string[] files = [.. unsynced];
        unsynced.Clear();
        foreach (var path in files)
            DurableFile.Sync(disk, path);
        disk.SyncFolder(folder);
    }

    /// <summary>Where a download of the checkpoint is written before <see cref="Add"/>.</summary>
    /// <param name="number">Tells it from other downloads of the same content.</param>
    public string Incoming(CheckpointReference reference, long number) =>
        Path.Combine(folder, FormattableString.Invariant($"{reference.Sha256}.{number}{Part}"));

    /// <summary>Takes over a verified download.</summary>
    /// <returns>Its path from here on.</returns>
    public string Add(RunId run, CheckpointReference reference, string incoming)
    {
        var target = PathOf(run, reference.Epoch, reference.Sha256);
        // The coordinator has it too, and it is read whole before a run continues from it.
        WholeFile.MoveInto(disk, incoming, target);
        Index(target);
        Trim(run);
        return target;
    }

    /// <summary>The coordinator has the checkpoint, or will never want it.</summary>
    public void Release(string sha256)
    {
        needed.Remove(sha256);
        if (files.TryGetValue(sha256, out var file))
            Trim(file.Run);
    }

    private void Trim(RunId run)
    {
        // Not those of the highest epochs: an older backup of the coordinator continues from one that lies before them.
        foreach (var old in files.Values.Where(file => file.Run == run).OrderByDescending(file => file.Used).Skip(KeptPerRun).ToList())
            Drop(old);
        if (files.Count <= KeptInAll)
            return;
        foreach (var old in files.Values.OrderBy(file => file.Used).Take(files.Count - KeptInAll).ToList())
            Drop(old);
    }

    private void Drop(CheckpointFile file)
    {
        if (needed.Contains(file.Sha256))
            return;
        disk.Delete(file.Path);
        unsynced.Remove(file.Path);
        files.Remove(file.Sha256);
    }

    private string PathOf(RunId run, int epoch, string sha256) =>
        Path.Combine(folder, FormattableString.Invariant($"{run}-{epoch}-{sha256}{Extension}"));

    private void Index(string path)
    {
        if (Path.GetFileNameWithoutExtension(path).Split('-') is [var run, var epoch, var sha256]
            && int.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            files[sha256] = new CheckpointFile(new RunId(run), number, sha256, path) { Used = ++clock };
    }

    private sealed record CheckpointFile(RunId Run, int Epoch, string Sha256, string Path)
    {
        /// <summary>Rises with every use: the file used longest ago goes first.</summary>
        public long Used { get; set; }
    }
}
