using System.Formats.Tar;
using System.Security.Cryptography;

namespace Sweep.Files;

/// <summary>
/// A folder in one file, as <c>tar</c> (GNU's format, not compressed) reads it: files with whether they may be executed, links that stay
/// in the folder, and folders that are empty. The same content gives the same bytes, whatever its times, owners and order on the disk are.
/// </summary>
public static class FolderArchive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Usual = Readable | UnixFileMode.UserWrite;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a folder into a file, which is whole or not there; a power cut may take it.</summary>
    /// <exception cref="FolderRefusedException">It cannot be packed by these rules.</exception>
    /// <exception cref="IOException">The disk, or a file of the folder, refuses.</exception>
    public static PackedFolder Pack(string folder, string file, PackingRules? rules = null)
    {
        var entries = FolderListing.Of(Path.GetFullPath(folder), rules ?? PackingRules.Everything);
        // Whoever needs it after a power cut makes it durable when it is given its own name.
        WholeFile.Write(file, stream => Write(entries, stream));
        return new(Sha256Name.OfFile(file), new FileInfo(file).Length, entries.Count(entry => entry is not FolderEntry.Empty));
    }

    /// <summary>The SHA-256 that the archive of all that is in a folder would have; nothing is written.</summary>
    /// <exception cref="FolderRefusedException">It cannot be packed.</exception>
    public static string Sha256Of(string folder)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            Write(FolderListing.Of(Path.GetFullPath(folder), PackingRules.Everything), stream);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>
    /// Makes a folder, which is not there yet, out of an archive: beside its place, so that it is whole or not there. Whoever made the
    /// archive, nothing else is touched. A power cut may take a part of the folder: <see cref="Sha256Of"/> tells.
    /// </summary>
    /// <param name="readOnly">Whether nobody may write to its files and folders; <see cref="Delete"/> deletes it all the same.</param>
    /// <exception cref="FolderRefusedException">It is no such archive; nothing is left of the folder.</exception>
    /// <exception cref="IOException">The disk refuses; nothing is left of the folder.</exception>
    public static void Unpack(string file, string folder, bool readOnly = false)
    {
        folder = Path.GetFullPath(folder);
        if (Path.Exists(folder))
            throw new IOException($"{folder} is there already.");
        var beside = folder + ".new";
        Delete(beside);
        Directory.CreateDirectory(beside);
        try
        {
            using (var stream = File.OpenRead(file))
                Read(stream, file, beside);
            if (readOnly)
                Protect(beside);
            Directory.Move(beside, folder);
        }
        catch (Exception e)
        {
            Delete(beside);
            if (e is InvalidDataException or FormatException or EndOfStreamException or ArgumentException or NotSupportedException)
                throw new FolderRefusedException($"{file} is no packed folder, or is damaged ({e.Message.TrimEnd('.')})", e);
            throw;
        }
    }

    /// <summary>Lets nobody write to the files and folders in a folder; <see cref="Sha256Of"/> it stays the same.</summary>
    public static void Protect(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var below in FoldersOf(folder))
        {
            foreach (var file in new DirectoryInfo(below).EnumerateFiles("*", Everything).Where(file => file.LinkTarget is null))
                file.UnixFileMode = (file.UnixFileMode & Execute) | Readable;
            File.SetUnixFileMode(below, Readable | Execute);
        }
    }

    /// <summary>Lets its owner delete what is in a folder that was protected, with whatever he deletes folders.</summary>
    public static void Release(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var below in FoldersOf(folder))
            File.SetUnixFileMode(
                below, File.GetUnixFileMode(below) | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The paths at which two archives differ, in the order of their characters: added, changed or left out.</summary>
    public static IReadOnlyList<string> Differences(Stream one, Stream other)
    {
        var (before, after) = (Contents(one), Contents(other));
        return [.. before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Deletes a folder with all that is in it, also where it is read-only.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        Release(folder);
        Directory.Delete(folder, recursive: true);
    }

    private static void Write(IReadOnlyList<FolderEntry> entries, Stream stream)
    {
        using var archive = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case FolderEntry.Empty empty: archive.WriteEntry(Plain(TarEntryType.Directory, empty.Path + "/", Usual | Execute)); break;
                case FolderEntry.Link link: Write(archive, link); break;
                case FolderEntry.OfFile file: Write(archive, file); break;
            }
        }
    }

    private static void Write(TarWriter archive, FolderEntry.Link link)
    {
        var entry = Plain(TarEntryType.SymbolicLink, link.Path, Usual | Execute);
        entry.LinkName = link.Target;
        archive.WriteEntry(entry);
    }

    private static void Write(TarWriter archive, FolderEntry.OfFile file)
    {
        if (file.Bytes == 0 && !IsFile(file.Source))
            throw new FolderRefusedException($"{file.Source} is neither a file nor a folder nor a link");
        // Shared with writers, so that its length is asked of the disk: what grows or shrinks meanwhile would shift all that follows it.
        using var content = new FileStream(file.Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = content.Length;
        var entry = Plain(TarEntryType.RegularFile, file.Path, file.IsExecutable ? Usual | Execute : Usual);
        entry.DataStream = content;
        archive.WriteEntry(entry);
        if (content.Position != bytes || content.Length != bytes)
            throw new FolderRefusedException($"{file.Source} was written to while it was packed");
    }

    private static GnuTarEntry Plain(TarEntryType type, string path, UnixFileMode mode) => new(type, path)
    {
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = mode,
        Uid = 0,
        Gid = 0,
        UserName = "",
        GroupName = "",
    };

    /// <summary>
    /// Whether something without content is a file at all, and no pipe, which to open would wait for a writer: .NET tells only in the type
    /// that it gives to an entry made of a path.
    /// </summary>
    private static bool IsFile(string path)
    {
        using var header = new MemoryStream();
        using (var archive = new TarWriter(header, TarEntryFormat.Gnu, leaveOpen: true))
            archive.WriteEntry(path, "it");
        header.Position = 0;
        using var reader = new TarReader(header);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    private static Dictionary<string, string> Contents(Stream stream)
    {
        var contents = new Dictionary<string, string>();
        using var archive = new TarReader(stream, leaveOpen: true);
        while (archive.GetNextEntry() is { } entry)
        {
            var content = entry.DataStream is { } data ? Sha256Name.Of(data) : "";
            contents[entry.Name] = $"{entry.EntryType} {entry.Mode} {entry.LinkName} {content}";
        }
        return contents;
    }

    private static void Read(Stream stream, string file, string folder)
    {
        var links = new List<(string Path, string Target)>();
        using var archive = new TarReader(stream);
        while (archive.GetNextEntry() is { } entry)
        {
            var path = entry.EntryType == TarEntryType.Directory ? entry.Name.TrimEnd('/') : entry.Name;
            if (!IsPath(path))
                throw Refused("a name that leads out of the folder");
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    Directory.CreateDirectory(Path.Combine(folder, path));
                    break;
                case TarEntryType.RegularFile:
                    Write(entry, Path.Combine(folder, path));
                    break;
                case TarEntryType.SymbolicLink when FolderLink.Stays(path, entry.LinkName):
                    links.Add((path, entry.LinkName));
                    break;
                case TarEntryType.SymbolicLink:
                    throw Refused("a link that leads out of the folder");
                default:
                    throw Refused($"a {entry.EntryType}");
            }
        }
        // After all files, so that none of them is written through a link.
        foreach (var (path, target) in links)
        {
            var link = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, target);
        }

        FolderRefusedException Refused(string what) => new($"{file} holds {what}, which no folder that Sweep packed does");
    }

    private static void Write(TarEntry entry, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        entry.DataStream?.CopyTo(file);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                file.SafeFileHandle, (entry.Mode & UnixFileMode.UserExecute) != 0 ? Usual | Execute : Usual);
    }

    /// <summary>Whether it is relative, goes nowhere but down, and is spelt in one way.</summary>
    private static bool IsPath(string path) => path.Length > 0 && !path.Contains('\0')
        && (Path.DirectorySeparatorChar == '/' || !path.AsSpan().ContainsAny('\\', ':'))
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>A folder and all folders below it, those above first; links are no folders.</summary>
    private static IEnumerable<string> FoldersOf(string folder)
    {
        yield return folder;
        foreach (var below in new DirectoryInfo(folder).EnumerateDirectories("*", Everything).Where(below => below.LinkTarget is null))
            foreach (var deeper in FoldersOf(below.FullName))
                yield return deeper;
    }
}
