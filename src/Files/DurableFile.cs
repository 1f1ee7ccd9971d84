namespace Sweep.Files;

/// <summary>
/// Files that are as they were or wholly new, whatever happens on the way, a power cut included. What a file says is on disk before it
/// has its name, and the name is on disk before anybody is told.
/// </summary>
public static class DurableFile
{
    /// <summary>
    /// Writes a file beside its place and puts it there; returns when it is on disk. A link in its place is replaced, and what the link
    /// led to stays. One process at a time writes a file.
    /// </summary>
    /// <param name="mode">Who may do what with the file; null leaves that as it was, or to the process where the file is new.</param>
    /// <exception cref="IOException">The file is as it was before.</exception>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = null) =>
        Write(RealFiles.OfThisMachine, path, write, mode);

    /// <inheritdoc cref="Write(string, Action{Stream}, UnixFileMode?)"/>
    public static void Write(IFiles files, string path, Action<Stream> write, UnixFileMode? mode = null)
    {
        using (var file = new FileBeside(files, path, mode))
        {
            write(file.Stream);
            file.Sync();
            file.TakePlace();
        }
        files.SyncFolder(DurableFolder.Of(path));
    }

    /// <summary>Moves a finished file to its name, replacing what had it; returns when both bytes and name are on disk.</summary>
    public static void MoveInto(string source, string target) => MoveInto(RealFiles.OfThisMachine, source, target);

    /// <inheritdoc cref="MoveInto(string, string)"/>
    public static void MoveInto(IFiles files, string source, string target)
    {
        Sync(files, source);
        files.Move(source, target, overwrite: true);
        files.SyncFolder(DurableFolder.Of(target));
    }

    /// <summary>Puts on disk what was written so far.</summary>
    /// <exception cref="IOException">Nobody knows what is on disk, and another try does not tell.</exception>
    public static void Sync(FileStream file) => file.Flush(flushToDisk: true);

    /// <summary>Puts on disk what was written to a file by whomever.</summary>
    public static void Sync(string path) => Sync(RealFiles.OfThisMachine, path);

    /// <inheritdoc cref="Sync(string)"/>
    public static void Sync(IFiles files, string path)
    {
        using var file = files.Open(path, new() { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.Read });
        file.Sync();
    }
}
