namespace Sweep.Coordinator.Storage;

/// <summary>
/// A results database read into memory, because merely opening one writes to it: what is done with the copy leaves the file and its folder
/// as they are. A very large one is copied into a file without a name among the temporary ones.
/// </summary>
internal sealed class LoadedPages : IDisposable
{
    private const long MostInMemory = 1L << 26;

    private LoadedPages(Stream pages, Stream log) => (Pages, Log) = (pages, log);

    public Stream Pages { get; }

    /// <summary>The write-ahead log.</summary>
    public Stream Log { get; }

    public static LoadedPages Empty() => new(new MemoryStream(), new MemoryStream());

    /// <summary>Of a file that nobody writes meanwhile; empty where there is none.</summary>
    public static LoadedPages Of(string file) => new(Loaded(file), Loaded(WriteAheadLog.Of(file)));

    public void Dispose()
    {
        Pages.Dispose();
        Log.Dispose();
    }

    private static Stream Loaded(string path)
    {
        if (!File.Exists(path))
            return new MemoryStream();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Stream copy = file.Length <= MostInMemory ? new MemoryStream((int)file.Length) : Nameless();
        file.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static FileStream Nameless() =>
        new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
}
