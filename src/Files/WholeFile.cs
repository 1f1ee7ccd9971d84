namespace Sweep.Files;

/// <summary>
/// Files that others find as they were or wholly new, but which a power cut may lose or empty: for what is checked before it is used and
/// made again at little cost. Whoever calls says in a comment why that is so.
/// </summary>
public static class WholeFile
{
    /// <summary>
    /// Writes a file beside its place and puts it there. A link in its place is replaced, and what the link led to stays.
    /// </summary>
    /// <exception cref="IOException">The file is as it was before.</exception>
    public static void Write(string path, Action<Stream> write) => Write(RealFiles.OfThisMachine, path, write);

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(IFiles files, string path, Action<Stream> write)
    {
        using var file = new FileBeside(files, path);
        write(file.Stream);
        file.TakePlace();
    }

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        using var file = new FileBeside(RealFiles.OfThisMachine, path);
        await write(file.Stream);
        file.TakePlace();
    }

    /// <summary>Moves a finished file to its name, replacing what had it.</summary>
    public static void MoveInto(string source, string target) => MoveInto(RealFiles.OfThisMachine, source, target);

    /// <inheritdoc cref="MoveInto(string, string)"/>
    public static void MoveInto(IFiles files, string source, string target) => files.Move(source, target, overwrite: true);

    /// <summary>Moves a file out of the way, to a name that nothing has.</summary>
    public static void MoveAside(string source, string target) => RealFiles.OfThisMachine.Move(source, target, overwrite: false);
}
