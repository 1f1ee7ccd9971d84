using Sweep.Files;

namespace Sweep.Protocol.Keys;

/// <summary>A folder for keys: nobody but its owner may look into it or at what it holds.</summary>
public static class OwnersFolder
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder, and shuts one that is there to everybody else.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            DurableFolder.Make(folder);
            return;
        }
        const UnixFileMode mode = FileMode | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, mode);
        if (File.GetUnixFileMode(folder) != mode)
            File.SetUnixFileMode(folder, mode);
        DurableFolder.Make(folder);
    }
}
