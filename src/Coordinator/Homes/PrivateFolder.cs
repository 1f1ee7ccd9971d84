namespace Sweep.Coordinator.Homes;

/// <summary>Folders that nobody but their owner can look into.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder where it is not there; one that is there is left as it is.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }

    /// <summary>Takes from others the right to put files into a folder of ours; who may look into it stays as its owner wants it.</summary>
    public static void LetNobodyElseWrite(string folder)
    {
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(folder) is var mode && (mode & OthersWrite) == 0)
            return;
        try
        {
            File.SetUnixFileMode(folder, mode & ~OthersWrite);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Somebody else's folder, or a disk without modes: its owner has to know.
        }
    }
}
