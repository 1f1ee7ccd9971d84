using System.Runtime.InteropServices;

namespace Sweep.Files;

/// <summary>The files of the machine that this process runs on. Safe for concurrent use.</summary>
public sealed partial class RealFiles : IFiles
{
    private const int ReadOnly = 0;

    private readonly Func<string, FileStreamOptions, FileStream> open;

    /// <summary>With files that fail on purpose.</summary>
    internal RealFiles(Func<string, FileStreamOptions, FileStream> open) => this.open = open;

    public static IFiles OfThisMachine { get; } = new RealFiles(static (path, options) => new(path, options));

    public IOpenFile Open(string path, FileStreamOptions options)
    {
        var file = open(path, options);
        if (!OperatingSystem.IsWindows() && options.UnixCreateMode is { } mode)
            File.SetUnixFileMode(file.SafeFileHandle, mode);
        return new RealFile(file);
    }

    public Stream OpenRead(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public (long Bytes, DateTime Written)? Look(string file) =>
        new FileInfo(file) is { Exists: true } found ? (found.Length, found.LastWriteTimeUtc) : null;

    public UnixFileMode? ModeOf(string file) =>
        !OperatingSystem.IsWindows() && new FileInfo(file) is { Exists: true, LinkTarget: null } found ? found.UnixFileMode : null;

    public bool IsFolder(string path) => Directory.Exists(path);

    public IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder);

    public IEnumerable<string> FoldersIn(string folder) => Directory.EnumerateDirectories(folder);

    public void MakeFolder(string folder) => Directory.CreateDirectory(folder);

    public void Delete(string file) => File.Delete(file);

    public void DeleteFolder(string folder) => Directory.Delete(folder, recursive: true);

#pragma warning disable RS0030 // Whoever asks for a durable name syncs the file before and the folder after.
    public void Move(string source, string target, bool overwrite) => File.Move(source, target, overwrite);
#pragma warning restore RS0030

    public void MoveFolder(string source, string target) => Directory.Move(source, target);

    public void Copy(string source, string target) => File.Copy(source, target);

    public void SyncFolder(string folder)
    {
        // Windows has no such call and journals its directories; .NET opens no directories, hence libc.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFolder(folder, ReadOnly);
        if (descriptor < 0)
            throw OfLastCall($"The folder {folder} could not be opened");
        try
        {
            if (Fsync(descriptor) != 0)
                throw OfLastCall($"The folder {folder} could not be synced");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>The exception for what a call of libc has just refused, with its number as .NET's own has it.</summary>
    private static IOException OfLastCall(string what) =>
        new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private sealed class RealFile(FileStream file) : IOpenFile
    {
        public Stream Stream => file;

        public void Sync() => file.Flush(flushToDisk: true);

        public void Dispose() => file.Dispose();
    }
}
