using System.Runtime.InteropServices;

namespace Sweep.GpuAgent.Files;

/// <summary>What it takes on Linux for a file to be there after a power cut: its bytes, and its name in the folder.</summary>
internal static partial class DurableFile
{
    /// <summary>Moves a finished file to its name, replacing what had it; returns when both bytes and name are on disk.</summary>
    public static void MoveInto(string source, string target)
    {
        using (var file = new FileStream(source, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            file.Flush(flushToDisk: true);
        File.Move(source, target, overwrite: true);
        SyncFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
            throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var synced = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (synced < 0)
            throw new IOException($"{folder} cannot be written to disk: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
