namespace Sweep.Files;

/// <summary>
/// The files and folders of a machine, for whoever has to find again what it wrote: the machine's own (<see cref="RealFiles"/>) or those of
/// a simulated one. What a file says is on disk when the file was synced; that it has its name, or has it no more, when its folder was.
/// Paths are absolute. What fails does so with the exceptions of .NET's own files, their numbers included.
/// </summary>
public interface IFiles
{
    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="options">
    /// <see cref="FileStreamOptions.UnixCreateMode"/> is what a new file has, whatever this process lets others have of its files.
    /// </param>
    IOpenFile Open(string path, FileStreamOptions options);

    /// <summary>A file to read from its beginning. It may be replaced, deleted and written to meanwhile.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="DirectoryNotFoundException">Not even its folder is there.</exception>
    Stream OpenRead(string path);

    /// <summary>Length in bytes and time of the last write; null where there is no such file.</summary>
    (long Bytes, DateTime Written)? Look(string file);

    /// <summary>Who may do what with a file; null where there is none, it is a link, or the system knows no such thing.</summary>
    UnixFileMode? ModeOf(string file);

    bool IsFolder(string path);

    /// <summary>The paths of the files in a folder, in no order.</summary>
    IEnumerable<string> FilesIn(string folder);

    /// <summary>The paths of the folders in a folder, in no order.</summary>
    IEnumerable<string> FoldersIn(string folder);

    /// <summary>Makes a folder, and those above it, where there is none.</summary>
    void MakeFolder(string folder);

    /// <summary>Deletes a file; without one, nothing happens as long as its folder is there.</summary>
    void Delete(string file);

    /// <summary>Deletes a folder and all that is in it.</summary>
    void DeleteFolder(string folder);

    /// <summary>Gives a file another name on the same disk.</summary>
    /// <param name="overwrite">Whether it takes the place of a file that has the name.</param>
    void Move(string source, string target, bool overwrite);

    /// <summary>Gives a folder another name on the same disk, which nothing has.</summary>
    void MoveFolder(string source, string target);

    /// <summary>Copies a file to a name that nothing has.</summary>
    void Copy(string source, string target);

    /// <summary>Puts on disk which names are in a folder.</summary>
    void SyncFolder(string folder);
}

/// <summary>A file that is open. To dispose either of it and its stream closes it.</summary>
public interface IOpenFile : IDisposable
{
    /// <summary>Reads and writes it, from its beginning on or from where it was opened to append.</summary>
    Stream Stream { get; }

    /// <summary>Puts on disk what was written so far.</summary>
    /// <exception cref="IOException">Nobody knows what is on disk, and another try does not tell.</exception>
    void Sync();
}
