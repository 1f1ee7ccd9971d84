using System.Runtime.InteropServices;

namespace Sweep.Files;

/// <summary>The names in a folder, on disk: a new file survives a power cut only after its folder is synced too.</summary>
public static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder where there is none; returns when its name is on disk. The folder above it is there.</summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        Sync(Of(folder));
    }

    /// <summary>
    /// Moves a folder whose files are on disk to its name, which nothing has; returns when that name and all names below it are on disk.
    /// </summary>
    public static void MoveInto(string source, string target)
    {
        SyncBelow(source);
        Directory.Move(source, target);
        Sync(Of(target));
    }

    /// <summary>Puts the names in a folder on disk.</summary>
    public static void Sync(string folder)
    {
        // Windows has no such call and journals its directories; .NET opens no directories, hence libc.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
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

    /// <summary>The folder that a file or a folder lies in.</summary>
    internal static string Of(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static void SyncBelow(string folder)
    {
        foreach (var below in Directory.EnumerateDirectories(folder))
            SyncBelow(below);
        Sync(folder);
    }

    /// <summary>The exception for what a call of libc has just refused, with its number as .NET's own has it.</summary>
    private static IOException OfLastCall(string what) =>
        new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
