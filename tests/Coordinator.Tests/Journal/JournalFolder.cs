using Sweep.Coordinator.Journal;

namespace Sweep.Coordinator.Tests.Journal;

/// <summary>A folder for one journal, gone after the test.</summary>
internal sealed class JournalFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sweep-journal-").FullName;

    public FileJournal Open(long segmentBytes = FileJournal.DefaultSegmentBytes) => FileJournal.Open(Path, segmentBytes);

    public string[] Files => [.. Directory.GetFiles(Path).Order(StringComparer.Ordinal)];

    /// <summary>Everything in the journal, by a fresh opening of it.</summary>
    public List<JournalEntry> Read()
    {
        using var journal = Open();
        return [.. journal.ReadAfter(0)];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
