using System.Runtime.InteropServices;

namespace Sweep.Coordinator.Journal;

/// <summary>Makes the names in a folder durable: a new file survives a power cut only after its folder is synced too.</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    public static void Sync(string folder)
    {
        // Windows has no such call and journals its directories; .NET opens no directories, hence libc.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw DeviceFault.OfLastCall($"The folder {folder} could not be opened");
        try
        {
            if (Fsync(descriptor) != 0)
                throw DeviceFault.OfLastCall($"The folder {folder} could not be synced");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
