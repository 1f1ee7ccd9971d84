using System.Globalization;

namespace Sweep.Files;

/// <summary>What of a folder is packed, in the order of the names' characters.</summary>
internal static class FolderListing
{
    private const int LargestTold = 3;

    /// <exception cref="FolderRefusedException">A link leads out of it, or it is too large.</exception>
    public static IReadOnlyList<FolderEntry> Of(string folder, PackingRules rules)
    {
        var entries = new List<FolderEntry>();
        Walk(new(folder), "", new("", rules.LeftOut), folder, rules, entries);
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        var files = entries.OfType<FolderEntry.OfFile>().ToList();
        if (files.Sum(file => file.Bytes) is var bytes && bytes > rules.MostBytes)
            throw new FolderRefusedException(
                $"the folder {folder} holds {Mebibytes(bytes)} of files, more than the {Mebibytes(rules.MostBytes)} that travel; "
                    + "the largest are "
                    + string.Join(", ", files.OrderByDescending(file => file.Bytes).ThenBy(file => file.Path, StringComparer.Ordinal)
                        .Take(LargestTold).Select(file => $"{file.Path} ({Mebibytes(file.Bytes)})")));
        return entries;
    }

    /// <returns>Whether anything of it is packed.</returns>
    private static bool Walk(
        DirectoryInfo folder, string path, IgnoreRules above, string root, PackingRules rules, List<FolderEntry> entries)
    {
        var ignore = rules.IgnoreFile is { } name && Path.Combine(folder.FullName, name) is var file && File.Exists(file)
            ? new IgnoreRules(path, File.ReadLines(file), above)
            : above;
        var before = entries.Count;
        foreach (var found in folder.EnumerateFileSystemInfos("*", Everything))
        {
            var below = path.Length == 0 ? found.Name : $"{path}/{found.Name}";
            var isFolder = found is DirectoryInfo && found.LinkTarget is null;
            if (ignore.LeaveOut(below, isFolder) || rules.IsLeftOut(found.FullName))
                continue;
            if (found.LinkTarget is { } target)
                entries.Add(LinkOf(below, target, root));
            else if (found is FileInfo plain)
                entries.Add(new FolderEntry.OfFile(below, plain.FullName, plain.Length, IsExecutable(plain)));
            else if (!Walk((DirectoryInfo)found, below, ignore, root, rules, entries) && IsEmpty((DirectoryInfo)found))
                entries.Add(new FolderEntry.Empty(below));
            if (entries.Count > rules.MostFiles)
                throw new FolderRefusedException(string.Create(CultureInfo.InvariantCulture,
                    $"the folder {root} holds more than the {rules.MostFiles} files that travel"));
        }
        return entries.Count > before;
    }

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Empty on the disk too: one of which all was left out is left out with it.</summary>
    private static bool IsEmpty(DirectoryInfo folder) => !folder.EnumerateFileSystemInfos("*", Everything).Any();

    private static FolderEntry.Link LinkOf(string path, string target, string root)
    {
        // What leads by its full path to somewhere in the folder would lead back here from every other machine.
        var above = Path.GetDirectoryName(Path.Combine(root, path))!;
        var relative = (Path.IsPathRooted(target) ? Path.GetRelativePath(above, target) : target).Replace(Path.DirectorySeparatorChar, '/');
        return FolderLink.Stays(path, relative)
            ? new(path, relative)
            : throw new FolderRefusedException($"the link {path} in {root} leads to {target}, out of the folder");
    }

    private static bool IsExecutable(FileInfo file) => !OperatingSystem.IsWindows()
        && (file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB");
}
