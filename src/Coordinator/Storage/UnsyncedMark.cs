using System.Text;
using Sweep.Files;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Beside a results database that is written without syncs: since which start of the machine. What a process wrote that was killed is there
/// as long as the machine goes on; after another start nobody knows which of its pages are on disk, and it is made anew from the journal.
/// </summary>
/// <param name="database">The file that it is about.</param>
/// <param name="start">Which start of the machine this is; null where the machine does not say.</param>
internal sealed class UnsyncedMark(string database, string? start)
{
    private const string NameOfThisStart = "/proc/sys/kernel/random/boot_id";

    /// <summary>Which start of the machine this is; null where the machine does not say.</summary>
    public static string? ThisStart { get; } = File.Exists(NameOfThisStart) ? File.ReadAllText(NameOfThisStart).Trim() : null;

    /// <summary>Whether the machine says when it was started: only then syncs can be left out.</summary>
    public bool CanBeSet => start is not null;

    /// <summary>Whether the machine has gone down since the database was last written without syncs, or may have.</summary>
    public bool IsOfAnotherStart => File.Exists(Of(database)) && File.ReadAllText(Of(database)).Trim() != start;

    public static string Of(string database) => $"{database}.unsynced";

    /// <summary>It is on disk before the first byte that is not.</summary>
    public void Set()
    {
        if (start is not null && !File.Exists(Of(database)))
            DurableFile.Write(Of(database), file => file.Write(Encoding.ASCII.GetBytes(start)));
    }

    /// <summary>
    /// Puts the database on disk, and so needs no mark any more. Where a power cut brings that back, the database is made anew.
    /// </summary>
    public void Clear()
    {
        if (!File.Exists(Of(database)))
            return;
        DurableFile.Sync(database);
        File.Delete(Of(database));
    }
}
