using System.Diagnostics.CodeAnalysis;

namespace Sweep.Files.Simulation;

/// <summary>
/// A disk in memory, with the power cuts and faults of real ones, the same for the same seed and the same calls. What POSIX does not
/// promise it does not keep either: a file's bytes are safe when it was synced, a name when its folder was, and a folder's own name when
/// the folder above it was. Not thread-safe; nothing waits.
/// </summary>
/// <param name="time">Dates the files.</param>
public sealed class SimulatedDisk(int seed, TimeProvider time) : IFiles
{
    // Numbers of errno(3) on Linux; .NET gives them as HResult of the exception.
    private const int BrokenDevice = 5;
    private const int Exists = 17;
    private const int NoRoom = 28;
    private const int FolderIsNotEmpty = 39;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private readonly Random random = new(seed);
    private readonly NameChanges changes = new();
    private FolderOnDisk root = new();
    private TimeSpan spent;

    /// <summary>How many bytes more it takes; null is no end. It grows by what is deleted.</summary>
    public long? Room { get; set; }

    /// <summary>
    /// Whether every sync fails. The pages of that file may then never be written, as on Linux (fsync(2); Rebello and others, "Can
    /// applications recover from fsync failures?", USENIX ATC 2020).
    /// </summary>
    public bool SyncFails { get; set; }

    /// <summary>The chance that what one read brings has one bit that is not as it was written.</summary>
    public double ReadFlips { get; set; }

    /// <summary>Only reads of files below this folder bring wrong bits; null is everywhere.</summary>
    public string? FlipsBelow { get; set; }

    /// <summary>What a sync takes.</summary>
    public TimeSpan SyncTakes { get; set; }

    /// <summary>
    /// How many more calls that change something are done; null is no end. Then everything throws <see cref="HaltedException"/>, until it
    /// is set anew (a killed process, whose successor finds what was written) or the power goes: so a write and its sync come apart.
    /// </summary>
    public int? ChangesLeft { get; set; }

    /// <summary>Whether whoever uses it is no more.</summary>
    public bool IsHalted => ChangesLeft <= 0;

    /// <summary>How many calls met a fault that was switched on.</summary>
    public int FaultsMet { get; private set; }

    /// <summary>How often the power went.</summary>
    public int Crashes { get; private set; }

    internal DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>What all calls took since this was asked last.</summary>
    public TimeSpan TakeSpent()
    {
        var taken = spent;
        spent = TimeSpan.Zero;
        return taken;
    }

    /// <summary>
    /// The power goes. What was synced stays, of the rest a part: bytes up to anywhere, or any pages; names in their order, or any of them.
    /// Files that were open can only be closed.
    /// </summary>
    public void Crash()
    {
        Crashes++;
        ChangesLeft = null;
        var before = Room is null ? 0 : root.TotalBytes();
        changes.Crash(random);
        root.Crash(random);
        if (Room is { } room)
            Room = Math.Max(0, room + before - root.TotalBytes());
    }

    /// <summary>Another disk with the same files, all of them safe, and without faults.</summary>
    public SimulatedDisk Twin(int seed) => new(seed, time) { root = root.Twin() };

    public IOpenFile Open(string path, FileStreamOptions options)
    {
        CheckHalted();
        return OpenFile(path, options);
    }

    public Stream OpenRead(string path)
    {
        CheckHalted();
        return new SimulatedFile(this, Existing(path), FileAccess.Read, path);
    }

    public (long Bytes, DateTime Written)? Look(string file)
    {
        CheckHalted();
        return At(file) is FileOnDisk found ? (found.Length, found.Written) : null;
    }

    public UnixFileMode? ModeOf(string file) => (At(file) as FileOnDisk)?.Mode;

    public bool IsFolder(string path)
    {
        CheckHalted();
        return At(path) is FolderOnDisk;
    }

    public IEnumerable<string> FilesIn(string folder) => NamesIn<FileOnDisk>(folder);

    public IEnumerable<string> FoldersIn(string folder) => NamesIn<FolderOnDisk>(folder);

    public void MakeFolder(string folder)
    {
        CheckHalted();
        var at = root;
        foreach (var part in folder.AsSpan().SplitAny(Separators))
        {
            var name = folder.AsSpan()[part];
            if (name.IsEmpty)
                continue;
            if (at[name] is not { } found)
            {
                CheckRoomForAName(folder);
                BeginChange();
                changes.Begin();
                changes.Set(at, name.ToString(), found = new FolderOnDisk());
            }
            at = found as FolderOnDisk ?? throw new IOException($"Cannot make {folder}: a file has its name.", Exists);
        }
    }

    public void Delete(string file)
    {
        BeginChange();
        var folder = FolderOf(file, out var name);
        switch (folder[name])
        {
            case FileOnDisk found:
                changes.Begin();
                changes.Set(folder, name, null);
                GiveBack(found.Length);
                break;
            case FolderOnDisk:
                throw new UnauthorizedAccessException($"{file} is a folder.");
        }
    }

    public void DeleteFolder(string folder)
    {
        var above = FolderOf(folder, out var name);
        if (above[name] is not FolderOnDisk found)
            throw new DirectoryNotFoundException($"There is no folder {folder}.");
        foreach (var (below, what) in found.Names.ToArray())
        {
            if (what is FolderOnDisk)
                DeleteFolder(Path.Combine(folder, below));
            else
                Delete(Path.Combine(folder, below));
        }
        BeginChange();
        changes.Begin();
        changes.Set(above, name, null);
    }

    public void Move(string source, string target, bool overwrite)
    {
        BeginChange();
        var content = Existing(source);
        var from = FolderOf(source, out var name);
        var to = FolderOf(target, out var newName);
        var replaced = to[newName];
        if (replaced == content)
            return;
        if (replaced is FolderOnDisk || (replaced is not null && !overwrite))
            throw new IOException($"Cannot move {source}: {target} is there.", Exists);
        changes.Begin();
        changes.Set(to, newName, content);
        changes.Set(from, name, null);
        GiveBack((replaced as FileOnDisk)?.Length ?? 0);
    }

    public void MoveFolder(string source, string target)
    {
        BeginChange();
        var from = FolderOf(source, out var name);
        var to = FolderOf(target, out var newName);
        if (from[name] is not FolderOnDisk folder)
            throw new DirectoryNotFoundException($"There is no folder {source}.");
        if (to[newName] is not null)
            throw new IOException($"Cannot move {source}: {target} is there.", FolderIsNotEmpty);
        changes.Begin();
        changes.Set(to, newName, folder);
        changes.Set(from, name, null);
    }

    public void Copy(string source, string target)
    {
        var content = Existing(source);
        using var copy = OpenFile(target, new() { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        copy.Write(content.Bytes);
    }

    public void SyncFolder(string folder)
    {
        BeginChange();
        if (At(folder) is not FolderOnDisk found)
            throw new DirectoryNotFoundException($"There is no folder {folder}.");
        if (!TrySync())
            throw Broken(folder);
        changes.Sync(found);
    }

    internal void Sync(FileOnDisk content, string path)
    {
        BeginChange();
        if (TrySync())
        {
            content.Sync();
            return;
        }
        content.FailToSync(random);
        throw Broken(path);
    }

    /// <summary>What follows changes something.</summary>
    internal void BeginChange()
    {
        CheckHalted();
        ChangesLeft--;
    }

    internal void CheckHalted()
    {
        if (IsHalted)
            throw new HaltedException();
    }

    /// <summary>A bit that comes back wrong, perhaps.</summary>
    internal void MayFlip(Span<byte> bytes, string path)
    {
        if (ReadFlips <= 0 || (FlipsBelow is { } folder && !path.StartsWith(folder, StringComparison.Ordinal))
            || random.NextDouble() >= ReadFlips)
            return;
        FaultsMet++;
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
    }

    /// <summary>Takes room for a file that grows by <paramref name="growth"/> bytes.</summary>
    /// <returns>How many of <paramref name="bytes"/> there is room for.</returns>
    internal int Take(long growth, int bytes)
    {
        if (Room is not { } room || growth <= 0)
            return bytes;
        var taken = Math.Min(room, growth);
        Room = room - taken;
        return (int)Math.Max(0, bytes - (growth - taken));
    }

    internal void GiveBack(long bytes) => Room += bytes;

    internal IOException Full(string path)
    {
        FaultsMet++;
        return new($"No space left on device : '{path}'", NoRoom);
    }

    private static IOException Broken(string path) => new($"Input/output error : '{path}'", BrokenDevice);

    private bool TrySync()
    {
        spent += SyncTakes;
        if (SyncFails)
            FaultsMet++;
        return !SyncFails;
    }

    private SimulatedFile OpenFile(string path, FileStreamOptions options)
    {
        var folder = FolderOf(path, out var name);
        var there = folder[name];
        if (there is FolderOnDisk)
            throw new UnauthorizedAccessException($"{path} is a folder.");
        var content = there as FileOnDisk;
        if (content is not null && options.Mode is FileMode.CreateNew)
            throw new IOException($"The file '{path}' already exists.", Exists);
        if (content is null)
        {
            if (options.Mode is FileMode.Open or FileMode.Truncate)
                throw Missing(path);
            CheckRoomForAName(path);
            BeginChange();
            content = new FileOnDisk { Mode = options.UnixCreateMode, Written = Now };
            changes.Begin();
            changes.Set(folder, name, content);
        }
        var file = new SimulatedFile(this, content, options.Access, path);
        if (options.Mode is FileMode.Create or FileMode.Truncate && content.Length > 0)
            file.SetLength(0);
        if (options.Mode is FileMode.Append)
            file.Position = content.Length;
        return file;
    }

    private void CheckRoomForAName(string path)
    {
        if (Room <= 0)
            throw Full(path);
    }

    private FileOnDisk Existing(string path)
    {
        var folder = FolderOf(path, out var name);
        return folder[name] as FileOnDisk ?? throw Missing(path);
    }

    private static FileNotFoundException Missing(string path) => new($"Could not find file '{path}'.", path);

    private object? At(ReadOnlySpan<char> path)
    {
        var at = (object?)root;
        foreach (var part in path.SplitAny(Separators))
        {
            var name = path[part];
            if (name.IsEmpty)
                continue;
            if (at is not FolderOnDisk folder)
                return null;
            at = folder[name];
        }
        return at;
    }

    /// <summary>The folder that something lies in, and its name there.</summary>
    private FolderOnDisk FolderOf(string path, out string name)
    {
        var end = path.AsSpan().LastIndexOfAny(Separators);
        name = path[(end + 1)..];
        return end >= 0 && At(path.AsSpan(0, end)) is FolderOnDisk folder
            ? folder
            : throw new DirectoryNotFoundException($"Could not find a part of the path '{path}'.");
    }

    [SuppressMessage("Performance", "CA1859", Justification = "What the seam gives.")]
    private IEnumerable<string> NamesIn<T>(string folder)
    {
        CheckHalted();
        if (At(folder) is not FolderOnDisk found)
            throw new DirectoryNotFoundException($"Could not find a part of the path '{folder}'.");
        var names = new List<string>(found.Names.Count);
        foreach (var (name, what) in found.Names)
            if (what is T)
                names.Add(Path.Combine(folder, name));
        // In no order that anybody could rely on.
        if (names.Count > 1 && random.Next(2) == 0)
            names.Reverse();
        return names;
    }
}
