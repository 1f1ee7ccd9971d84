using System.Text.Json;
using Sweep.Experiments.Inputs;

namespace Sweep.Reporting.Exports;

/// <summary>
/// The files of one export into a folder. A list of them stays in the folder, and the next export of the same sweep removes what it did not
/// write again: trials that have left the grid. Nothing that is not on the list is touched, whoever put it there.
/// </summary>
internal sealed class ExportedFiles
{
    private readonly string folder;
    private readonly string list;
    private readonly SortedSet<string> written = new(StringComparer.Ordinal);

    /// <param name="kind">Which export: each has a list of its own.</param>
    /// <param name="id">Tells the sweep from others in the folder; safe as a part of a file's name.</param>
    public ExportedFiles(string folder, string kind, string id) =>
        (this.folder, list) = (Path.GetFullPath(folder), Path.Combine(Path.GetFullPath(folder), $".sweep-{kind}-{id}.json"));

    /// <param name="file">Below the folder.</param>
    public void Write(string file, Action<Stream> write)
    {
        OutputFile.Write(Path.Combine(folder, file), write);
        written.Add(file);
    }

    public void WriteText(string file, string text) => Write(file, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>All is written: what an earlier export left goes, with the folders that are empty then.</summary>
    public void End()
    {
        foreach (var stale in Earlier().Where(file => !written.Contains(file))
            .Select(file => Path.Combine(folder, file)).Where(File.Exists))
        {
            File.Delete(stale);
            var empty = Path.GetDirectoryName(stale)!;
            while (empty.Length > folder.Length && !Directory.EnumerateFileSystemEntries(empty).Any())
            {
                Directory.Delete(empty);
                empty = Path.GetDirectoryName(empty)!;
            }
        }
        OutputFile.WriteText(list, JsonSerializer.Serialize(written) + "\n");
    }

    /// <summary>Paths that lead out of the folder, or through a link in it, are nobody's to remove.</summary>
    private IEnumerable<string> Earlier()
    {
        if (!File.Exists(list))
            return [];
        try
        {
            return (JsonSerializer.Deserialize<string[]>(File.ReadAllText(list)) ?? []).Where(IsBelow);
        }
        catch (JsonException)
        {
            throw new BadInputException(
                $"--out: {list} is not the list of an earlier export any more, "
                + "so what that left cannot be told from other files; remove it, or name another folder.");
        }
    }

    private bool IsBelow(string file)
    {
        var parts = file.Split('/');
        if (file.Length == 0 || Path.IsPathRooted(file) || parts.Any(part => part is "" or "." or ".."))
            return false;
        return !Enumerable.Range(1, parts.Length - 1)
            .Any(n => new DirectoryInfo(Path.Combine([folder, .. parts[..n]])).LinkTarget is not null);
    }
}
