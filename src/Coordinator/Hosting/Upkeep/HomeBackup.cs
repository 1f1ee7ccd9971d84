using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting.Upkeep;

/// <summary>
/// Copies what a home had recorded at one moment: the results database, the journal up to the database's watermark, and the checkpoints
/// that it names. The copy appears under its name when all of it is on disk.
/// </summary>
internal sealed class HomeBackup(Home home, string destination)
{
#pragma warning disable RS0030 // A name beside those of other backups under way.
    private readonly string unfinished = $"{destination}.unfinished-{Guid.NewGuid():N}";
#pragma warning restore RS0030
    private readonly HashSet<string> wanted = [];
    private long bytes;

    /// <summary>Of a live home, at any moment.</summary>
    /// <exception cref="BadInputException">The destination is taken or cannot be written.</exception>
    public static async Task<BackupView> Of(Home home, ResultsDatabase database, BlobStore blobs, string destination)
    {
        using var held = blobs.Hold();
        return await Of(home, database, destination);
    }

    /// <summary>Of a home that nobody changes meanwhile.</summary>
    /// <param name="database">At the journal's end.</param>
    /// <exception cref="BadInputException">The destination is taken or cannot be written.</exception>
    public static Task<BackupView> Of(Home home, ResultsDatabase database, string destination) =>
        new HomeBackup(home, Checked(home, destination)).Copy(database);

    private static string Checked(Home home, string destination)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new BadInputException($"The destination {full} is already there: name a folder that is new or empty.");
        if (new DirectoryInfo(full).LinkTarget is not null)
            throw new BadInputException($"The destination {full} is a link to another place: name a folder that is new or empty.");
        return IsIn(home.Folder, full) && !IsIn(home.Backups, full)
            ? throw new BadInputException($"The destination {full} lies in the home folder itself: name one outside of it.")
            : full;
    }

    private static bool IsIn(string folder, string path) =>
        (path + Path.DirectorySeparatorChar).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && path != folder;

    private async Task<BackupView> Copy(ResultsDatabase database)
    {
        var copy = new Home(unfinished);
        try
        {
            if (Path.GetDirectoryName(destination) is { } above && !Directory.Exists(above))
                PrivateFolder.Make(above);
            PrivateFolder.Make(unfinished);
            PrivateFolder.Make(copy.JournalFolder);
            var entries = await database.CopyTo(copy.ResultsDatabase, durable: true);
            await Task.Run(() => CopyFiles(copy, entries));
            // Only an empty folder lets itself be deleted here.
            if (Directory.Exists(destination))
                Directory.Delete(destination);
            DurableFolder.MoveInto(unfinished, destination);
            return new(destination, entries, wanted.Count, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"The backup to {destination} could not be written ({e.Message.TrimEnd('.')}): make room there, or name another folder.",
                e);
        }
        catch (Exception e) when (e is JournalDamagedException or UnknownEntryException)
        {
            throw new BadInputException(e.Message);
        }
        finally
        {
            // Its name was drawn for this copy, so what stands there is ours.
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    private void CopyFiles(Home copy, long entries)
    {
        bytes += new FileInfo(copy.ResultsDatabase).Length;
        foreach (var (file, length) in SegmentsUpTo(entries))
            CopyFile(file, Path.Combine(copy.JournalFolder, Path.GetFileName(file)), length);
        foreach (var sha256 in wanted.ToList())
        {
            var file = BlobFiles.PathIn(home.Blobs, sha256);
            if (File.Exists(file))
                CopyFile(file, BlobFiles.PathIn(copy.Blobs, sha256), new FileInfo(file).Length);
            else
                wanted.Remove(sha256);
        }
    }

    /// <summary>Reads the journal, so that no damage is copied in silence, and notes the checkpoints and the code.</summary>
    /// <returns>Segments with how much of each belongs to the copy.</returns>
    private Dictionary<string, long> SegmentsUpTo(long entries)
    {
        var lengths = new Dictionary<string, long>();
        foreach (var entry in JournalReader.Of(home.JournalFolder).After(0, entries))
        {
            lengths[entry.Place.File] = entry.Place.End;
            if (entry.Event is EpochRecorded { Checkpoint: { } checkpoint } && BlobStore.IsName(checkpoint.Sha256))
                wanted.Add(checkpoint.Sha256);
            else if (entry.Event is SweepSubmitted { Spec.Program.Code: { } code } && BlobStore.IsName(code))
                wanted.Add(code);
        }
        return lengths;
    }

    private void CopyFile(string from, string to, long length)
    {
        PrivateFolder.Make(Path.GetDirectoryName(to)!);
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        source.CopyTo(target);
        target.SetLength(length);
        DurableFile.Sync(target);
        bytes += length;
    }
}
