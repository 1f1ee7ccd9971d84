using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Sweep.GpuAgent.Files;

/// <summary>Keeps what an agent has on its disk, other people's models and the words of its trainers, for the agent's user.</summary>
internal static partial class OwnersOnly
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const uint GroupAndOthers = 0b000_111_111;

    /// <summary>From here on this process and those that it starts make files and folders for their owner only.</summary>
    public static void FromHereOn()
    {
        if (!OperatingSystem.IsWindows())
            _ = Umask(GroupAndOthers);
    }

    /// <summary>Makes the folder for its owner only; one that was more open, and all that is in it, is closed.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(folder, Owner);
        if ((File.GetUnixFileMode(folder) & ~Owner) != 0)
            Close(new(folder));
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);

    [UnsupportedOSPlatform("windows")]
    private static void Close(DirectoryInfo folder)
    {
        folder.UnixFileMode &= Owner;
        // Links are left alone: they may lead anywhere.
        foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null))
        {
            if (entry is DirectoryInfo below)
                Close(below);
            else
                entry.UnixFileMode &= Owner;
        }
    }
}
