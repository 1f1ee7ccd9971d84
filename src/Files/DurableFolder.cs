namespace Sweep.Files;

/// <summary>The names in a folder, on disk: a new file survives a power cut only after its folder is synced too.</summary>
public static class DurableFolder
{
    /// <summary>
    /// Makes a folder, and those above it, where there is none; returns when its name is on disk, also where an earlier process was killed
    /// before it could say so.
    /// </summary>
    public static void Make(string folder) => Make(RealFiles.OfThisMachine, folder);

    /// <inheritdoc cref="Make(string)"/>
    public static void Make(IFiles files, string folder)
    {
        var above = Of(folder);
        if (!files.IsFolder(above))
            Make(files, above);
        files.MakeFolder(folder);
        files.SyncFolder(above);
    }

    /// <summary>
    /// Moves a folder whose files are on disk to its name, which nothing has; returns when that name and all names below it are on disk.
    /// </summary>
    public static void MoveInto(string source, string target) => MoveInto(RealFiles.OfThisMachine, source, target);

    /// <inheritdoc cref="MoveInto(string, string)"/>
    public static void MoveInto(IFiles files, string source, string target)
    {
        SyncBelow(files, source);
        files.MoveFolder(source, target);
        files.SyncFolder(Of(target));
    }

    /// <summary>Puts the names in a folder on disk.</summary>
    public static void Sync(string folder) => RealFiles.OfThisMachine.SyncFolder(folder);

    /// <summary>The folder that a file or a folder lies in.</summary>
    internal static string Of(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static void SyncBelow(IFiles files, string folder)
    {
        foreach (var below in files.FoldersIn(folder))
            SyncBelow(files, below);
        files.SyncFolder(folder);
    }
}
